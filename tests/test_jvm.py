"""A Java virtual machine that checks its signal handlers goes on working (docs/embedding.md, "Faults of the host").

Needs a JDK (Debian: default-jdk-headless).
"""

from __future__ import annotations

import os
import pathlib
import shutil

import pytest
from conftest import MUSL, ROOT, run_program

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(MUSL, reason="the virtual machine has another C library"),
    pytest.mark.skipif(not shutil.which("javac"), reason="needs a JDK"),
]

# Null pointers are SIGSEGV in compiled code. The machine checks its handlers every ten seconds.
JAVA = """
public class Main {
    static native long pids();

    static int length(String text) { return text.length(); }

    static int nullPointers() {
        int found = 0;
        for (int i = 0; i < 200000; i++) {
            try {
                length(i % 1000 == 0 ? null : "x");
            } catch (NullPointerException expected) {
                found++;
            }
        }
        return found;
    }

    public static void main(String[] arguments) throws InterruptedException {
        System.loadLibrary("glue");
        System.out.println("processes: " + (pids() > 0));
        Thread.sleep(Integer.parseInt(arguments[0]));
        System.out.println("null pointers: " + nullPointers());
        System.out.println("processes: " + (pids() > 0));
    }
}
"""

GLUE = """
#include <jni.h>
#include <psutil.h>

JNIEXPORT jlong JNICALL Java_Main_pids(JNIEnv *env, jclass main)
{
    psutil_pid_list_t *list;
    (void)env, (void)main;
    if (psutil_pids(&list) != PSUTIL_OK) return -1;
    jlong n = (jlong)list->len;
    psutil_free(list);
    return n;
}
"""

RIGHT = ["processes: true", "null pointers: 200", "processes: true"]


def jdk() -> pathlib.Path:
    return pathlib.Path(shutil.which("javac") or "").resolve().parent.parent


@pytest.fixture
def program(tmp_path: pathlib.Path, library: pathlib.Path) -> list[str]:
    """The command that runs Main; its argument is the time between the first call and the faults, in milliseconds."""
    if not (jdk() / "include" / "jni.h").exists():
        pytest.skip("needs jni.h")
    (tmp_path / "Main.java").write_text(JAVA)
    (tmp_path / "glue.c").write_text(GLUE)
    include = [f"-I{ROOT / 'include'}", f"-I{jdk() / 'include'}", f"-I{jdk() / 'include' / 'linux'}"]
    link = [f"-L{library.parent}", "-lpsutil", f"-Wl,-rpath,{library.parent}"]
    glue = [str(tmp_path / "glue.c"), "-o", str(tmp_path / "libglue.so")]
    for command in (
        ["cc", "-shared", "-fPIC", *include, *glue, *link],
        [str(jdk() / "bin" / "javac"), "-d", str(tmp_path), str(tmp_path / "Main.java")],
    ):
        result = run_program(command, timeout=120)
        assert result.returncode == 0, result.stderr
    return [str(jdk() / "bin" / "java"), "-cp", str(tmp_path), f"-Djava.library.path={tmp_path}"]


def test_faults_of_the_virtual_machine(program: list[str]) -> None:
    result = run_program([*program, "Main", "0"])
    assert (result.returncode, result.stdout.splitlines()) == (0, RIGHT), result.stderr


def test_checked_handlers(program: list[str]) -> None:
    """-Xcheck:jni reports the handlers of the library, and nothing else changes."""
    result = run_program([*program, "-Xcheck:jni", "Main", "12000"])
    lines = result.stdout.splitlines()
    assert (result.returncode, [line for line in lines if line in RIGHT]) == (0, RIGHT), result.stdout
    warnings = {line for line in lines if line.startswith("Warning: ")}
    assert warnings <= {f"Warning: {name} handler modified!" for name in ("SIGSEGV", "SIGBUS", "SIGFPE")}


def test_checked_handlers_with_libjsig(program: list[str]) -> None:
    """The JDK's libjsig.so, preloaded, makes -Xcheck:jni accept the library's handlers."""
    environment = {**os.environ, "LD_PRELOAD": str(jdk() / "lib" / "libjsig.so")}
    result = run_program([*program, "-Xcheck:jni", "Main", "12000"], env=environment)
    assert (result.returncode, result.stdout.splitlines()) == (0, RIGHT), result.stdout
