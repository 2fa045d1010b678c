/* Windows services, for tests/test_services.py: on other systems every call is refused and touches nothing. */
#include "host.h"

int main(void)
{
    psutil_win_service_list_t *services = NULL;
    psutil_win_service_t *service = NULL;
    CHECK(psutil_win_services(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_win_service("x", NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_win_service(NULL, &service) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_win_services(&services) == PSUTIL_ERR_NOT_SUPPORTED && !services);
    CHECK(psutil_win_service("x", &service) == PSUTIL_ERR_NOT_SUPPORTED && !service);
    return 0;
}
