/** The other language of a dictionary: the same keys. */
export type Twin<T> = Readonly<Record<keyof T, string>>;
