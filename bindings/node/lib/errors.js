'use strict';

/** The base class of the package's errors. */
class PsutilError extends Error {
    constructor({ message, code = new.target.code, pid = null, name = null, errno = null }) {
        super(message);
        this.code = code;
        this.pid = pid;
        this.processName = name;
        this.errno = errno;
    }

    get name() {
        return this.constructor.name;
    }
}

class NoSuchProcess extends PsutilError {
    static code = 'PSUTIL_ERR_NO_SUCH_PROCESS';
}

class ZombieProcess extends NoSuchProcess {
    static code = 'PSUTIL_ERR_ZOMBIE_PROCESS';

    constructor(details) {
        super(details);
        this.ppid = details.ppid ?? null;
    }
}

class AccessDenied extends PsutilError {
    static code = 'PSUTIL_ERR_ACCESS_DENIED';
}

class TimeoutExpired extends PsutilError {
    static code = 'PSUTIL_ERR_TIMEOUT_EXPIRED';

    constructor(details) {
        super(details);
        this.timeout = details.timeout ?? null;
    }
}

class NotSupported extends PsutilError {
    static code = 'PSUTIL_ERR_NOT_SUPPORTED';
}

class InvalidArgument extends PsutilError {
    static code = 'PSUTIL_ERR_INVALID_ARGUMENT';
}

module.exports = { PsutilError, NoSuchProcess, ZombieProcess, AccessDenied, TimeoutExpired, NotSupported, InvalidArgument };
