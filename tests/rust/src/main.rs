#[allow(non_camel_case_types, non_upper_case_globals, dead_code)]
mod psutil {
    include!(concat!(env!("OUT_DIR"), "/psutil.rs"));
}

use psutil::*;
use std::ffi::CStr;
use std::ptr::null_mut;

fn message() -> String {
    unsafe { CStr::from_ptr((*psutil_last_error()).message) }.to_string_lossy().into_owned()
}

/// Returns the name of a process.
fn name(pid: i64) -> Result<String, String> {
    let (mut process, mut name) = (null_mut(), null_mut());
    unsafe {
        if psutil_process_new(pid, &mut process) != PSUTIL_OK as i32 {
            return Err(message());
        }
        let code = psutil_process_name(process, &mut name);
        psutil_process_free(process);
        if code != PSUTIL_OK as i32 {
            return Err(message());
        }
        let answer = CStr::from_ptr(name).to_string_lossy().into_owned();
        psutil_free(name.cast());
        Ok(answer)
    }
}

fn main() {
    match name(1) {
        Ok(name) => println!("{name}"),
        Err(message) => {
            eprintln!("{message}");
            std::process::exit(1);
        }
    }
}
