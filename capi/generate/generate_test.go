package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

func TestWhatIsCheckedInIsWhatTheHeaderSays(t *testing.T) {
	if err := run(root, true); err != nil {
		t.Error(err)
	}
}

// place is a root of its own, with a header in it.
func place(t *testing.T, header string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "include"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "include/psutil.h"), []byte(header), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func read(t *testing.T, dir, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Adding a function means: the header, and everything that is generated follows.
func TestAFunctionMoreChangesEveryOutput(t *testing.T) {
	header := read(t, root, "include/psutil.h")
	dir := place(t, header)
	if err := run(dir, false); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, true); err != nil {
		t.Fatalf("just written, and already stale: %v", err)
	}
	before := map[string]string{}
	for _, o := range outputs {
		before[o.path] = read(t, dir, o.path)
	}

	const more = `/* Things. */
typedef struct psutil_thing_t {
    int64_t size; /* of it */
} psutil_thing_t;

/* The size of a thing.
 * [blocking, since 0.2] */
int32_t psutil_process_thing(psutil_process *p, double timeout, psutil_thing_t *out);

#ifdef __cplusplus
}
#endif
`
	end := strings.LastIndex(header, "#ifdef __cplusplus")
	rest := header[end:]
	header = header[:end] + more + rest[strings.Index(rest, "#endif\n")+len("#endif\n"):]
	if err := os.WriteFile(filepath.Join(dir, "include/psutil.h"), []byte(header), 0o644); err != nil {
		t.Fatal(err)
	}
	err := run(dir, true)
	if err == nil {
		t.Fatal("every output is stale, and -check says nothing")
	}
	for _, o := range outputs {
		if !strings.Contains(err.Error(), o.path) {
			t.Errorf("%s is stale, and -check says only: %v", o.path, err)
		}
		if got := read(t, dir, o.path); got != before[o.path] {
			t.Errorf("-check has written %s", o.path)
		}
	}
	if err := run(dir, false); err != nil {
		t.Fatal(err)
	}
	for _, o := range outputs {
		text := read(t, dir, o.path)
		if !strings.Contains(strings.ToLower(text), "thing") {
			t.Errorf("%s does not know the new function", o.path)
		}
		if text == before[o.path] {
			t.Errorf("%s has not changed", o.path)
		}
	}
	if node := "PSUTIL_0.2 {\n    global:\n        psutil_process_thing;\n} PSUTIL_0.1;"; !strings.Contains(read(t, dir, "capi/libpsutil.map"), node) {
		t.Error("a function of a later release has no node of its own that inherits the last")
	}
}

const (
	start = "#define PSUTIL_VERSION \"0.1.0\"\n"
	mark1 = "/* Does.\n * [nonblocking, since 0.1] */\n"
)

// What is not as simple as psutil.h has to be is refused, with a word about what and where; nothing is written.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, header, says string }{
		{"empty", "", "PSUTIL_VERSION"},
		{"no version", mark1 + "int32_t psutil_a(void);", "PSUTIL_VERSION"},
		{"no comment", start + "int32_t psutil_a(void);", "psutil_a has no mark"},
		{"no mark", start + "/* Does. */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"mark not at the end", start + "/* [nonblocking, since 0.1] Does. */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"unknown mark", start + "/* [quick, since 0.1] */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"mark without a version", start + "/* [nonblocking] */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"the mark of another", start + mark1 + "int32_t psutil_a(void);\nint32_t psutil_b(void);", "psutil_b has no mark"},
		{"another's name", start + mark1 + "int32_t open(void);", "open"},
		{"nonblocking, but cannot fail", start + mark1 + "double psutil_a(void);", "psutil_a"},
		{"twice", start + mark1 + "int32_t psutil_a(void);\n" + mark1 + "int32_t psutil_a(void);", "psutil_a"},
		{"no parameter names", start + mark1 + "int32_t psutil_a(int64_t, int64_t *out);", "psutil_a"},
		{"variadic", start + mark1 + "int32_t psutil_a(const char *format, ...);", "..."},
		{"no parameter list", start + mark1 + "int32_t psutil_a;", `"("`},
		{"body", start + mark1 + "static inline int32_t psutil_a(void) { return 0; }", `"{"`},
		{"ends early", start + mark1 + "int32_t psutil_a(int64_t p", "middle"},
		{"open comment", start + "/* Does. int32_t psutil_a(void);", "cannot read"},
		{"clever macro", start + "#define A \\\n    B(1) + 2\n", "cannot read"},
		{"bit field", start + "typedef struct psutil_a_t {\n    int32_t a : 3;\n} psutil_a_t;", "cannot read"},
		{"two names", start + "typedef struct psutil_a_t {\n    int32_t a;\n} psutil_b_t;", "psutil_b_t"},
		{"no name", start + "typedef struct {\n    int32_t a;\n} psutil_b_t;", `"{"`},
		{"nested record", start + "typedef struct psutil_a_t {\n    struct {\n int32_t b;\n } a;\n} psutil_a_t;", `"{"`},
		{"open record", start + "typedef struct psutil_a_t {\n    int32_t a;\n", "middle"},
		{"union", start + "typedef union psutil_a_t {\n    int32_t a;\n} psutil_a_t;", `"("`},
		{"enumerator without value", start + "enum psutil_a {\n    PSUTIL_A\n};", `"="`},
		{"enumerator with a sum", start + "enum psutil_a {\n    PSUTIL_A = 1 + 2\n};", "cannot read"},
		{"unknown type", start + mark1 + "int32_t psutil_a(psutil_what_t *out);", "psutil_what_t"},
		{"not of fixed width", start + mark1 + "int32_t psutil_a(long a, int64_t *out);", "long"},
		{"two words", start + mark1 + "int32_t psutil_a(unsigned int *out);", `"unsigned int *", of out`},
		{"somebody else's struct, not declared", start + mark1 + "int32_t psutil_a(struct A *out);", `"struct A *", of out`},
		{"somebody else's struct, not pointed at", start + "struct A;\n" + mark1 + "int32_t psutil_a(struct A a);", `"struct A", of a`},
		{"array of a name", start + "typedef struct psutil_a_t {\n    int32_t a[N];\n} psutil_a_t;", "integer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := place(t, c.header)
			err := run(dir, false)
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v; nothing of %s", err, c.says)
			}
			if strings.Contains(err.Error(), "runtime error") {
				t.Errorf("not for people: %v", err)
			}
			for _, o := range outputs {
				if _, err := os.Stat(filepath.Join(dir, o.path)); err == nil {
					t.Errorf("has written %s", o.path)
				}
			}
		})
	}
}

func TestAMissingHeaderIsAnError(t *testing.T) {
	if err := run(t.TempDir(), true); err == nil || !strings.Contains(err.Error(), "psutil.h") {
		t.Error(err)
	}
}

// Whatever is in the header: an error or an answer, never a panic, never for ever.
func FuzzParse(f *testing.F) {
	header, err := os.ReadFile(filepath.Join(root, "include/psutil.h"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(header))
	f.Add(start + mark1 + "int32_t psutil_a(psutil_process *p, const char *const *items, int64_t reserved[4]);")
	f.Add(start + "typedef void (*psutil_a_fn)(void *user);")
	f.Add(start + "enum psutil_a { PSUTIL_A = -1, PSUTIL_B = 0x10 };")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := parse(text)
		if err != nil {
			return
		}
		for _, o := range outputs {
			_, _ = o.text(h)
		}
	})
}
