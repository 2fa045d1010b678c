/* psutil_sensors_battery on Windows, which answers in less time than the way into Go takes. */
#include "runtime_windows.h"
#include <string.h>

enum { CHARGING = 8, NO_BATTERY = 128 }; /* bits of BatteryFlag; all bits set is an unknown state */

int psutil__sensors_battery_without_go(psutil__call *call, psutil_battery_t *out)
{
    DWORD host_error = GetLastError();
    SYSTEM_POWER_STATUS status = {0};
    if (!GetSystemPowerStatus(&status)) {
        psutil__set_windows_error(call, "GetSystemPowerStatus", GetLastError());
        SetLastError(host_error);
        return 1;
    }
    SetLastError(host_error);
    memset(out, 0xff, sizeof *out); /* PSUTIL_NA and NaN */
    out->present = !(status.BatteryFlag & NO_BATTERY);
    out->secsleft = PSUTIL_POWER_TIME_UNKNOWN;
    if (!out->present) return 1;
    if (status.ACLineStatus <= 1) out->power_plugged = status.ACLineStatus;
    if (status.BatteryLifePercent <= 100) out->percent = status.BatteryLifePercent;
    if (status.ACLineStatus == 1 || status.BatteryFlag & CHARGING) out->secsleft = PSUTIL_POWER_TIME_UNLIMITED;
    else if (status.BatteryLifeTime != MAXDWORD) out->secsleft = status.BatteryLifeTime;
    return 1;
}
