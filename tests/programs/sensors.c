/* Temperatures, fans and the battery, for tests/test_sensors.py.
 *
 *   sensors list     one line for each temperature, fan and battery, its fields separated by tabs
 *   sensors leak     memory and descriptors after many calls
 *   sensors misuse   wrong arguments
 */
#include "host.h"

static void list(void)
{
    psutil_temperature_list_t *temperatures;
    psutil_fan_list_t *fans;
    psutil_battery_t battery;
    char name[48];
    OK(psutil_sensors_temperatures(&temperatures));
    for (size_t i = 0; i < temperatures->len; i++) {
        const psutil_temperature_t *t = &temperatures->items[i];
        snprintf(name, sizeof name, "temperature %zu", i);
        MEASURE(name, "%s\t%s\t%.17g\t%.17g\t%.17g", t->name, t->label, t->current, t->high, t->critical);
        CHECK(t->reserved[0] == PSUTIL_NA && t->reserved[1] == PSUTIL_NA);
    }
    psutil_free(temperatures);
    OK(psutil_sensors_fans(&fans));
    for (size_t i = 0; i < fans->len; i++) {
        snprintf(name, sizeof name, "fan %zu", i);
        MEASURE(name, "%s\t%s\t%lld", fans->items[i].name, fans->items[i].label, (long long)fans->items[i].current);
        CHECK(fans->items[i].reserved[0] == PSUTIL_NA && fans->items[i].reserved[1] == PSUTIL_NA);
    }
    psutil_free(fans);
    OK(psutil_sensors_battery(&battery));
    CHECK(battery.present == 0 || battery.present == 1);
    if (battery.present)
        MEASURE("battery", "%.17g\t%lld\t%d", battery.percent, (long long)battery.secsleft, battery.power_plugged);
    for (int i = 0; i < 4; i++) CHECK(battery.reserved[i] == PSUTIL_NA);
}

static void once(void)
{
    psutil_temperature_list_t *temperatures;
    psutil_fan_list_t *fans;
    psutil_battery_t battery;
    OK(psutil_sensors_temperatures(&temperatures));
    OK(psutil_sensors_fans(&fans));
    OK(psutil_sensors_battery(&battery));
    psutil_free(temperatures);
    psutil_free(fans);
}

static void misuse(void)
{
    CHECK(psutil_sensors_temperatures(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_sensors_fans(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_sensors_battery(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    if (!strcmp(argv[1], "list")) list();
    else if (!strcmp(argv[1], "leak")) assert_no_leak(once, 500);
    else if (!strcmp(argv[1], "misuse")) misuse();
    else CHECK(0, "unknown command %s", argv[1]);
    return 0;
}
