/* psutil_sensors_battery with what GetSystemPowerStatus may report: no machine of the tests has a battery. */
#include "test.h"
/* after windows.h */
#include <math.h>

static SYSTEM_POWER_STATUS reported;
static BOOL fails;

static BOOL WINAPI report(LPSYSTEM_POWER_STATUS status)
{
    *status = reported;
    SetLastError(fails ? ERROR_NOT_READY : ERROR_SUCCESS);
    return !fails;
}

#define GetSystemPowerStatus report
#include "../../capi/battery_windows.c"

static DWORD recorded;

int32_t psutil__set_windows_error(psutil__call *call, const char *what, DWORD error)
{
    CHECK(!strcmp(what, "GetSystemPowerStatus"), "%s", what);
    recorded = error;
    return call->code = PSUTIL_ERR_OS;
}

static int is_same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void check(const char *name, SYSTEM_POWER_STATUS status, psutil_battery_t expected)
{
    psutil__call call = {0};
    psutil_battery_t battery = {0};
    reported = status;
    SetLastError(4711);
    CHECK(psutil__sensors_battery_without_go(&call, &battery) && call.code == PSUTIL_OK, "%s", name);
    CHECK(GetLastError() == 4711, "%s: the host's error has changed", name);
    CHECK(battery.present == expected.present, "%s: %d", name, battery.present);
    CHECK(battery.power_plugged == expected.power_plugged, "%s: %d", name, battery.power_plugged);
    CHECK(is_same(battery.percent, expected.percent), "%s: %g", name, battery.percent);
    CHECK(battery.secsleft == expected.secsleft, "%s: %lld", name, (long long)battery.secsleft);
    for (int i = 0; i < 4; i++) CHECK(battery.reserved[i] == PSUTIL_NA, "%s: %d", name, i);
}

int main(void)
{
    enum { UNKNOWN_TIME = PSUTIL_POWER_TIME_UNKNOWN, ON_MAINS = PSUTIL_POWER_TIME_UNLIMITED };
    const int32_t na = PSUTIL_NA;
    /* ACLineStatus, BatteryFlag, BatteryLifePercent, SystemStatusFlag, BatteryLifeTime, BatteryFullLifeTime */
    check("no battery", (SYSTEM_POWER_STATUS){1, 128, 255, 0, MAXDWORD, MAXDWORD},
        (psutil_battery_t){0, na, NAN, UNKNOWN_TIME, {0}});
    check("unknown", (SYSTEM_POWER_STATUS){255, 255, 255, 0, MAXDWORD, MAXDWORD},
        (psutil_battery_t){0, na, NAN, UNKNOWN_TIME, {0}});
    check("on battery", (SYSTEM_POWER_STATUS){0, 1, 80, 0, 7200, MAXDWORD}, (psutil_battery_t){1, 0, 80, 7200, {0}});
    check("time unknown", (SYSTEM_POWER_STATUS){0, 2, 5, 0, MAXDWORD, 7200},
        (psutil_battery_t){1, 0, 5, UNKNOWN_TIME, {0}});
    check("plugged in", (SYSTEM_POWER_STATUS){1, 0, 100, 0, MAXDWORD, 7200},
        (psutil_battery_t){1, 1, 100, ON_MAINS, {0}});
    check("charging", (SYSTEM_POWER_STATUS){255, 8, 50, 0, 60, 7200}, (psutil_battery_t){1, na, 50, ON_MAINS, {0}});
    check("percent unknown", (SYSTEM_POWER_STATUS){0, 0, 255, 0, 60, 7200}, (psutil_battery_t){1, 0, NAN, 60, {0}});
    psutil__call call = {0};
    psutil_battery_t battery;
    fails = TRUE;
    SetLastError(4711);
    CHECK(psutil__sensors_battery_without_go(&call, &battery) && call.code == PSUTIL_ERR_OS, "%d", call.code);
    CHECK(recorded == ERROR_NOT_READY && GetLastError() == 4711, "%lu", recorded);
    return finish();
}
