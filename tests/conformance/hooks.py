"""What Schemathesis should know of the standards.

OGC API Features 1, 7.15.2 (requirement /req/core/fc-limit-response-1, C): a limit above the maximum is no error, the maximum counts."""
import schemathesis


@schemathesis.hook
def filter_case(context, case):
    limit = str((case.query or {}).get("limit", ""))
    return not (limit.isdigit() and int(limit) > 10000)
