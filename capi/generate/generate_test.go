package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

func TestCheckedInFilesAreUpToDate(t *testing.T) {
	if err := run(root, true); err != nil {
		t.Error(err)
	}
}

// newRoot returns a directory with only a header in it.
func newRoot(t *testing.T, header string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "include/psutil.h", header)
	return dir
}

func write(t *testing.T, dir, path, text string) {
	t.Helper()
	path = filepath.Join(dir, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A new function, record, error and column in the header change every generated file.
func TestAdditionReachesEveryOutput(t *testing.T) {
	header := read(t, root, "include/psutil.h")
	dir := newRoot(t, header)
	for _, file := range []string{factsFile, v1File, v7File, nodeFile, "examples/cli.h"} {
		write(t, dir, file, read(t, root, file))
	}
	for _, file := range versioned {
		write(t, dir, file.path, read(t, root, file.path))
	}
	for _, directory := range []string{"capi", "platform", "impl"} {
		files, err := filepath.Glob(filepath.Join(root, directory, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			path := filepath.Join(directory, filepath.Base(file))
			write(t, dir, path, read(t, root, path))
		}
	}
	if err := run(dir, false); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, true); err != nil {
		t.Fatalf("stale right after it was written: %v", err)
	}
	before := map[string]string{}
	for _, o := range outputs {
		before[o.path] = read(t, dir, o.path)
	}

	const added = `/* Things. */
typedef struct psutil_thing_t {
    int64_t size; /* of it [nullable] */
} psutil_thing_t;

/* The size of a thing.
 * [blocking, since 0.2] */
int32_t psutil_process_thing(psutil_process *p, double timeout, psutil_thing_t *out);

/* Returns the number of things.
 * [nonblocking, since 0.2] */
int32_t psutil_process_num_things(psutil_process *p, int64_t *out);

/* Sets the number of things.
 * [nonblocking, since 0.2] */
int32_t psutil_process_set_things(psutil_process *p, int32_t kind, int64_t n);

#ifdef __cplusplus
}
#endif
`
	end := strings.LastIndex(header, "#ifdef __cplusplus")
	rest := header[end:]
	header = replaceOnce(t, header, "PSUTIL_ERR_NO_SUCH_PROCESS = -1,", "PSUTIL_ERR_NO_THING = -20, /* [\"no thing\"] */\n    PSUTIL_ERR_NO_SUCH_PROCESS = -1,")
	ids, _, _ := strings.Cut(header[strings.Index(header, "enum psutil_column_id {"):], "};")
	columns := regexp.MustCompile(`PSUTIL_COLUMN_\w+ = (\d+)`).FindAllStringSubmatch(ids, -1)
	last := columns[len(columns)-1]
	number, _ := strconv.Atoi(last[1])
	header = replaceOnce(t, header, last[0], fmt.Sprintf("%s, /* [int64] */\n    PSUTIL_COLUMN_THING = %d", last[0], number+1))
	header = replaceOnce(t, header, "PSUTIL_MEMTYPE_RSS = 0", "PSUTIL_MEMTYPE_THING = 99,\n    PSUTIL_MEMTYPE_RSS = 0")
	header = replaceOnce(t, header, "    double load15;", "    double load60;\n    double load15;")
	end = strings.LastIndex(header, "#ifdef __cplusplus")
	header = header[:end] + added + rest[strings.Index(rest, "#endif\n")+len("#endif\n"):]
	write(t, dir, "include/psutil.h", header)
	if err := run(dir, true); err == nil || !strings.Contains(err.Error(), "no line for psutil_process_thing") {
		t.Errorf("a function without facts: %v", err)
	}
	write(t, dir, factsFile, read(t, dir, factsFile)+"psutil_process_thing\tthings\tall\tOK\tOK\tOK\t—\npsutil_process_num_things\tthings\tall\tOK\tOK\tOK\t—\n"+
		"psutil_process_set_things\tthings\tall\tOK\tOK\tOK\t—\n")
	if err := run(dir, true); err == nil || !strings.Contains(err.Error(), "psutil_process_thing: its export needs more") {
		t.Errorf("a function without an export: %v", err)
	}
	write(t, dir, "capi/thing.go", "package main\n\n//export psutil__go_process_thing\n")
	write(t, dir, "platform/thing.go", "package platform\n\ntype Process interface {\n\tThing(a, b int64) (string, error)\n\tNumThings() (int64, error)\n}\n")
	err := run(dir, true)
	if err == nil {
		t.Fatal("-check accepts stale files")
	}
	for _, o := range outputs {
		if !strings.Contains(err.Error(), o.path) {
			t.Errorf("-check does not report that %s is stale: %v", o.path, err)
		}
		if got := read(t, dir, o.path); got != before[o.path] {
			t.Errorf("-check changed %s", o.path)
		}
	}
	if err := run(dir, false); err != nil {
		t.Fatal(err)
	}
	for _, o := range outputs {
		text := read(t, dir, o.path)
		if text == before[o.path] {
			t.Errorf("%s is unchanged", o.path)
		}
	}
	if call := "processOf(p).SetThings(int32(kind), int64(n))"; !strings.Contains(read(t, dir, "capi/exports_gen.go"), call) {
		t.Error("no generated export for a function that takes a process and numbers")
	}
	methods := read(t, dir, "impl/process_gen.go")
	if !strings.Contains(methods, "// NumThings returns the number of things.\nfunc (p *Process) NumThings() (int64, error) {\n") {
		t.Error("no generated method for a function that returns what the platform does")
	}
	for _, byHand := range []string{" Name()", " Thing()"} {
		if strings.Contains(methods, byHand) {
			t.Errorf("a generated method%s, which is written by hand", byHand)
		}
	}
	if node := "PSUTIL_0.2 {\n    global:\n        psutil_process_num_things;\n        psutil_process_set_things;\n        psutil_process_thing;\n} PSUTIL_0.1;"; !strings.Contains(read(t, dir, "capi/libpsutil.map"), node) {
		t.Error("no version node of its own for a function of a later release")
	}
}

func replaceOnce(t *testing.T, text, old, replacement string) string {
	t.Helper()
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q is in the header %d times", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, replacement, 1)
}

const (
	start = "#define PSUTIL_VERSION \"0.1.0\"\n"
	mark1 = "/* Does.\n * [nonblocking, since 0.1] */\n"
	types = "enum psutil_column_type {\n    PSUTIL_COLUMN_TYPE_DOUBLE = 1\n};\n"
)

// A header outside the simple form of psutil.h is refused with an error that names the place, and nothing is written.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, header, says string }{
		{"empty", "", "PSUTIL_VERSION"},
		{"no version", mark1 + "int32_t psutil_a(void);", "PSUTIL_VERSION"},
		{"no comment", start + "int32_t psutil_a(void);", "psutil_a has no mark"},
		{"no mark", start + "/* Does. */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"mark not at the end", start + "/* [nonblocking, since 0.1] Does. */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"unknown mark", start + "/* [quick, since 0.1] */\nint32_t psutil_a(void);", `psutil_a: unknown mark "quick"`},
		{"mark without a version", start + "/* [nonblocking] */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"version without a mark", start + "/* [since 0.1] */\nint32_t psutil_a(void);", "psutil_a has no mark"},
		{"two kinds", start + "/* [nonblocking, blocking, since 0.1] */\nint32_t psutil_a(void);", `psutil_a: unknown mark "blocking"`},
		{"nullable without an output", start + "/* [nonblocking, nullable, since 0.1] */\nint32_t psutil_a(int32_t a);", "psutil_a is marked nullable"},
		{"mark of a field", start + "typedef struct psutil_a_t {\n    int32_t a; /* [optional] */\n} psutil_a_t;", `psutil_a_t.a: unknown mark "optional"`},
		{"has_ without nullable", start + "typedef struct psutil_a_t {\n    int32_t a;\n    int32_t has_a;\n} psutil_a_t;", "a is not marked [nullable]"},
		{"mark of a constant", start + "enum psutil_a {\n    PSUTIL_A = 1 /* [slow] */\n};", `PSUTIL_A: unknown mark "slow"`},
		{"mark of a record", start + "/* [nullable] */\ntypedef struct psutil_a_t {\n    int32_t a;\n} psutil_a_t;", `psutil_a_t: unknown mark "nullable"`},
		{"mark of an enumeration", start + "/* [slow] */\nenum psutil_a {\n    PSUTIL_A = 1\n};", `psutil_a: unknown mark "slow"`},
		{"error without text", start + "enum psutil_error {\n    PSUTIL_ERR_A = -1 /* a */\n};", "PSUTIL_ERR_A has no text mark"},
		{"error with two texts", start + "enum psutil_error {\n    PSUTIL_ERR_A = -1 /* [\"a\", \"b\"] */\n};", "PSUTIL_ERR_A"},
		{"column without type", start + types + "enum psutil_column_id {\n    PSUTIL_COLUMN_A = 0 /* [slow] */\n};", "PSUTIL_COLUMN_A: the type mark is \"\""},
		{"column of an unknown type", start + types + "enum psutil_column_id {\n    PSUTIL_COLUMN_A = 0 /* [float] */\n};", "PSUTIL_COLUMN_A: the type mark is \"float\""},
		{"columns with a gap", start + types + "enum psutil_column_id {\n    PSUTIL_COLUMN_A = 1 /* [double] */\n};", "PSUTIL_COLUMN_A is 1, want 0"},
		{"column with two types", start + types + "enum psutil_column_id {\n    PSUTIL_COLUMN_A = 0 /* [double, double] */\n};", `PSUTIL_COLUMN_A: unknown mark "double"`},
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
		{"a foreign struct, not declared", start + mark1 + "int32_t psutil_a(struct A *out);", `"struct A *", of out`},
		{"a foreign struct, not pointed at", start + "struct A;\n" + mark1 + "int32_t psutil_a(struct A a);", `"struct A", of a`},
		{"array of a name", start + "typedef struct psutil_a_t {\n    int32_t a[N];\n} psutil_a_t;", "integer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := newRoot(t, c.header)
			write(t, dir, factsFile, "psutil_a\t—\tall\t—\t—\t—\t—\n")
			for _, file := range []string{v1File, v7File, nodeFile} {
				write(t, dir, file, "")
			}
			err := run(dir, false)
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %q does not contain %q", err, c.says)
			}
			if strings.Contains(err.Error(), "runtime error") {
				t.Errorf("a run-time error, not a message: %v", err)
			}
			for _, o := range outputs {
				if _, err := os.Stat(filepath.Join(dir, o.path)); err == nil {
					t.Errorf("%s was written", o.path)
				}
			}
		})
	}
}

func TestMissingHeaderIsAnError(t *testing.T) {
	if err := run(t.TempDir(), true); err == nil || !strings.Contains(err.Error(), "psutil.h") {
		t.Error(err)
	}
}

// Any text gives an error or a header from which every output can be made or refused; never a panic.
func FuzzParse(f *testing.F) {
	header, err := os.ReadFile(filepath.Join(root, "include/psutil.h"))
	if err != nil {
		f.Fatal(err)
	}
	// Not all of it: every execution would make the outputs of all functions.
	beginning, _, found := strings.Cut(string(header), "\nint32_t psutil_cpu_percent(")
	if _, err := parse(beginning); err != nil || !found {
		f.Fatal(found, err)
	}
	f.Add(beginning)
	f.Add(start + mark1 + "int32_t psutil_a(psutil_process *p, const char *const *items, int64_t reserved[4]);")
	f.Add(start + "typedef void (*psutil_a_fn)(void *user);")
	f.Add(start + "enum psutil_a { PSUTIL_A = -1, PSUTIL_B = 0x10 };")
	f.Add(start + types + "enum psutil_column_id { PSUTIL_COLUMN_A = 0, /* [double, slow] */ PSUTIL_COLUMN_B = 1 /* [] */ };")
	f.Add(start + "enum psutil_error { PSUTIL_OK = 0 /* fine [\"success\"] */ };")
	f.Add(start + "typedef struct psutil_a_t { int32_t a; /* [nullable] */ int32_t has_a; } psutil_a_t;")
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

func TestVersionIsSetWhereItIsRepeated(t *testing.T) {
	for _, file := range versioned {
		before := read(t, root, file.path)
		after, err := file.withVersion(root, "98.7.6")
		if err != nil {
			t.Error(err)
			continue
		}
		if strings.Contains(before, "98.7.6") || !strings.Contains(string(after), `"version": "98.7.6"`) {
			t.Errorf("%s does not have the new version", file.path)
		}
	}
	dir := t.TempDir()
	write(t, dir, "package.json", "{}")
	if _, err := (versionedFile{"package.json", versioned[0].pattern}).withVersion(dir, "1.0.0"); err == nil {
		t.Error("a file without a version is accepted")
	}
}
