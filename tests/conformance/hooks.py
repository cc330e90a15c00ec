"""What Schemathesis should know: requests that it would judge by the schema alone.

A limit above the maximum is no error, the maximum counts (OGC API Features 1, /req/core/fc-limit-response-1, C). A request line that
does not fit into 32 kB is answered by the HTTP library itself: 414, and nothing else of ours."""
from urllib.parse import urlencode

import schemathesis


@schemathesis.hook
def filter_case(context, case):
    query = case.query or {}
    limit = str(query.get("limit", ""))
    long = len(urlencode(query, doseq=True)) > 25000
    return not (long or (limit.isdigit() and int(limit) > 10000))
