"""What belongs to the service as a whole: whether it is well."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not; for monitors, names nothing secret."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "cannot be reached"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
