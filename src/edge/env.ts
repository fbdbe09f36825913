/** What wrangler.toml binds. All values are optional: a missing bundle is a 503 that says so, not a crash. */
export interface EdgeEnv {
  /** Static assets deployed with the Worker. */
  ASSETS?: { fetch(request: Request): Promise<Response> };
  /** Folder of the bundle among the assets. Default "/models/demo/". */
  BUNDLE_PATH?: string;
  /** Absolute URL of the bundle's folder, in place of the assets. */
  BUNDLE_URL?: string;
  /** Origins whose pages may call: "*" (default), "none", or a comma-separated list. */
  CORS_ORIGIN?: string;
}
