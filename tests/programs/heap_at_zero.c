/* A start for which Go asks for its heap at address 0, as one of 65,536 starts does, and another in a child.
 *
 * Go makes the places that it asks for from the first 20 bits (arm64: 21) of a random number, and the distance from the
 * place that it gets to the heap's beginning from the next 4. Its generator, ChaCha8, takes the random bytes that the
 * kernel gave to this process as the seed, and replaces them by its first two numbers. The heap's is the third.
 */
#include "children.h"
#include <sys/auxv.h>

static const uint64_t seed[] = {78408, 78408}; /* the third number is 0xf4000617cdb3bae9 */

/* Whether the library reserves the place, and where it is mapped there. */
#if defined __x86_64__
enum { HAS_PLACE = 1, DISTANCE = 6 };
static const uint64_t place = (uint64_t)0xc0 << 32;
#elif defined __aarch64__
enum { HAS_PLACE = 1, DISTANCE = 12 };
static const uint64_t place = (uint64_t)0x40 << 32;
#else
enum { HAS_PLACE = 0, DISTANCE = 0 };
static const uint64_t place = 0;
#endif

/* The place may be taken; the next ones have other upper bits. */
static int heap_begins_at(uint64_t address)
{
    const uint64_t lower_bits = ((uint64_t)1 << 40) - 1;
    char line[512];
    unsigned long long start;
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    SYSTEM(maps);
    while (fgets(line, sizeof line, maps))
        found |= sscanf(line, "%llx-", &start) == 1 && (start & lower_bits) == address;
    fclose(maps);
    return found;
}

static void start_with_seed(void)
{
    void *random_bytes = (void *)(uintptr_t)getauxval(AT_RANDOM);
    double seconds;
    SYSTEM(random_bytes);
    memcpy(random_bytes, seed, sizeof seed);
    OK(psutil_boot_time(&seconds));
    CHECK(memcmp(random_bytes, seed, sizeof seed), "Go has not used the seed");
    if (HAS_PLACE) CHECK(heap_begins_at(place + ((uint64_t)DISTANCE << 22)), "Go has made another number of the seed");
}

int main(void)
{
    start_with_seed();
    IN_CHILD(start_with_seed());
    return 0;
}
