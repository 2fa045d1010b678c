use std::env;
use std::path::Path;

fn main() {
    // The pkg-config package: libpsutil, or libpsutil-static for a program that contains the library.
    println!("cargo::rerun-if-env-changed=LIBPSUTIL_PACKAGE");
    let package = env::var("LIBPSUTIL_PACKAGE").unwrap_or("libpsutil".into());
    let library = pkg_config::probe_library(&package).unwrap();
    bindgen::Builder::default()
        .header_contents("wrapper.h", "#include <psutil.h>")
        .clang_args(library.include_paths.iter().map(|path| format!("-I{}", path.display())))
        .allowlist_item("(psutil|PSUTIL)_.*")
        .prepend_enum_name(false)
        .generate()
        .unwrap()
        .write_to_file(Path::new(&env::var("OUT_DIR").unwrap()).join("psutil.rs"))
        .unwrap();
}
