/** A page of the shop while it is shown. */
export interface View {
  element: HTMLElement;
  /** For the tab and for those who hear where they are. */
  title: string;
  /** Stops everything that would draw into `element`. */
  close(): void;
}

/** A view of parts: closing it closes them. */
export function viewOf(title: string, element: HTMLElement, parts: readonly { close(): void }[] = []): View {
  return {
    element,
    title,
    close() {
      for (const part of parts) part.close();
    },
  };
}
