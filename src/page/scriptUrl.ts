/** The part of the Trusted Types API that is needed here; TypeScript's DOM library has none of it. */
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: { createScriptURL(url: string): string } | undefined;

/**
 * `url` as `new Worker` and `script.src` take it under `require-trusted-types-for 'script'`: made by the policy `vitrine`.
 * Where the page allows no such policy (`trusted-types` without `vitrine`), the plain URL, which the browser then refuses.
 */
export function scriptUrl(url: string): string {
  try {
    policy ??= (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('vitrine', {
      createScriptURL: (made) => made,
    });
  } catch {}
  return policy ? policy.createScriptURL(url) : url;
}
