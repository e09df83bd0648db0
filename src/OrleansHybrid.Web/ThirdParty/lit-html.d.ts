// The part of lit-html 3.3 that the page uses. Its own types are in the npm package lit-html (BSD-3-Clause, Google LLC).
export interface TemplateResult { readonly strings: TemplateStringsArray; readonly values: unknown[] }
export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export function svg(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export const nothing: unique symbol;
export function render(value: unknown, container: HTMLElement): unknown;
export function repeat<T>(items: Iterable<T>, key: (item: T, index: number) => unknown, template: (item: T, index: number) => unknown): unknown;
export function live(value: unknown): unknown;
export function ref(callback: (element: Element | undefined) => void): unknown;
