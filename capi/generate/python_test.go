package main

import (
	"strings"
	"testing"
)

// The shapes that DESIGN.md has and psutil.h may not have yet.
const shapes = `
#define PSUTIL_VERSION "1.2.3"
/* One. */
typedef struct psutil_process psutil_process;
/* A record within a record. */
typedef struct psutil_inner_t {
    uint32_t number;
} psutil_inner_t;
/* Records. */
typedef struct psutil_outer_t {
    psutil_inner_t inner;
    const char *text;
    const psutil_inner_t *items;
    uint8_t raw[16];
} psutil_outer_t;
/* Called back. */
typedef void (*psutil_gone_fn)(psutil_process *p, const psutil_inner_t *how, void *user);
/* Waits. [waits, since 1.2] */
int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_gone_fn callback, void *user,
                          psutil_outer_t **out);
/* Takes text. [pure C, since 1.0] */
const psutil_outer_t *psutil_find(const char *name, const char *const *names);
`

func TestPythonShapes(t *testing.T) {
	h, err := parse(shapes)
	if err != nil {
		t.Fatal(err)
	}
	got := python(h)
	for _, want := range []string{
		"from ctypes import CFUNCTYPE, c_char_p, c_double, c_int32, c_size_t, c_uint8, c_uint32, c_void_p\n",
		"VERSION = \"1.2.3\"\n",
		"class psutil_process(c_void_p):\n",
		"    inner: psutil_inner_t\n    text: bytes | None\n    items: _Pointer[psutil_inner_t]\n    raw: Array[c_uint8]\n",
		"class psutil_outer_t(Record):\n",
		"            (\"inner\", c.psutil_inner_t),\n            (\"text\", c_char_p),\n            (\"items\", POINTER(c.psutil_inner_t)),\n" +
			"            (\"raw\", c_uint8 * 16),\n",
		"# typedef void (*psutil_gone_fn)(psutil_process *p, const psutil_inner_t *how, void *user);\n" +
			"psutil_gone_fn = later(lambda: CFUNCTYPE(None, psutil_process, POINTER(c.psutil_inner_t), c_void_p))\n",
		"#     void *user, psutil_outer_t **out);\n# [waits]\npsutil_wait_procs: Callable[[Reference, int, float, Any, Any, Reference], int] = bind(\n" +
			"    \"psutil_wait_procs\",\n    \"1.2\",\n    lambda: (\n        c_int32,\n        POINTER(psutil_process),\n        c_size_t,\n        c_double,\n" +
			"        c.psutil_gone_fn,\n        c_void_p,\n        POINTER(POINTER(c.psutil_outer_t)),\n    ),\n)\n",
		"psutil_find: Callable[[bytes, Reference], _Pointer[psutil_outer_t]] = bind(\n" +
			"    \"psutil_find\", \"1.0\", lambda: (POINTER(c.psutil_outer_t), c_char_p, POINTER(c_char_p))\n)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("not found:\n%s", want)
		}
	}
	for _, line := range strings.Split(got, "\n") {
		if len(line) > pythonWidth {
			t.Errorf("too long: %s", line)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}
