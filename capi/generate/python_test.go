package main

import (
	"strings"
	"testing"
)

// Declarations of every form, some of which psutil.h may not have.
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
typedef void (*psutil_exit_cb)(psutil_process *p, const psutil_inner_t *how, void *user);
/* Blocking. [blocking, since 1.2] */
int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_exit_cb callback, void *user,
                          psutil_outer_t **out);
/* Takes text. [no syscall, since 1.0] */
const psutil_outer_t *psutil_find(const char *name, const char *const *names);
`

func TestPythonShapes(t *testing.T) {
	h, err := parse(shapes)
	if err != nil {
		t.Fatal(err)
	}
	got := python(h) + pythonStub(h)
	for _, want := range []string{
		"VERSION = \"1.2.3\"\n",
		"_handles = (\n    \"psutil_process\",\n)\n",
		"    \"psutil_inner_t\": (\"uint32_t number\",),\n",
		"    \"psutil_outer_t\": (\"psutil_inner_t inner\", \"char* text\", \"psutil_inner_t* items\", \"uint8_t[16] raw\"),\n",
		"    \"psutil_exit_cb\": (\"void\", \"psutil_process*\", \"psutil_inner_t*\", \"void*\"),\n",
		"    \"psutil_wait_procs\": (\n        \"1.2\",\n        \"int32_t\",\n        \"psutil_process**\",\n        \"size_t\",\n        \"double\",\n" +
			"        \"psutil_exit_cb\",\n        \"void*\",\n        \"psutil_outer_t**\",\n    ),\n",
		"    \"psutil_find\": (\"1.0\", \"psutil_outer_t*\", \"char*\", \"char**\"),\n",
		"from ctypes import Array, Structure, _CArgObject, _Pointer, c_uint8, c_void_p\n",
		"\nVERSION: str\n",
		"\nclass psutil_process(c_void_p):\n",
		"\nclass psutil_outer_t(Structure):\n    \"\"\"Records.\"\"\"\n\n" +
			"    inner: psutil_inner_t\n    text: bytes | None\n    items: _Pointer[psutil_inner_t]\n    raw: Array[c_uint8]\n",
		"# typedef void (*psutil_exit_cb)(psutil_process *p, const psutil_inner_t *how, void *user);\npsutil_exit_cb: Any\n",
		"#     void *user, psutil_outer_t **out);\n# [blocking]\npsutil_wait_procs: Callable[[_Reference, int, float, Any, Any, _Reference], int]\n",
		"psutil_find: Callable[[bytes, _Reference], _Pointer[psutil_outer_t]]\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("not found:\n%s", want)
		}
	}
	for _, line := range strings.Split(got, "\n") {
		if len(line) > lineWidth {
			t.Errorf("too long: %s", line)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}
