/* A failure as the reader can act on it. */
export type FailureKind = 'network' | 'not-found' | 'input' | 'busy' | 'server';

export class ApiError extends Error {
  constructor(
    readonly kind: FailureKind,
    detail: string,
  ) {
    super(detail);
    this.name = 'ApiError';
  }
}

export function kindOfStatus(status: number): FailureKind {
  if (status === 404 || status === 410) return 'not-found';
  if (status === 429 || status === 503) return 'busy';
  return status < 500 ? 'input' : 'server';
}

/** The `detail` of a problem document (RFC 9457), or nothing. */
export function problemDetail(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return '';
    const { detail, title } = body as Record<string, unknown>;
    return typeof detail === 'string' ? detail : typeof title === 'string' ? title : '';
  } catch {
    return '';
  }
}
