'use strict';

// Makes the npm tarballs: libpsutil, and a package with the C library for each platform. The first has the others as
// optional dependencies, so npm installs the one for its platform and no install script runs.
//
//     node scripts/pack.js [DIRECTORY [PLATFORM=LIBRARY ...]]
//
// By default it writes into build/npm, for this platform, with the library in build.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const source = path.join(__dirname, '..');
const checkout = path.join(source, '../..');
const destination = path.resolve(process.argv[2] ?? path.join(checkout, 'build/npm'));
const { scripts, devDependencies, ...published } = require('../package.json');
const { version, license, homepage, bugs, repository } = published;

// The platforms that a package can be for: what npm compares with the machine.
const platforms = {
    'linux-x64': { os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
    'linux-arm64': { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] },
    'linux-x64-musl': { os: ['linux'], cpu: ['x64'], libc: ['musl'] },
    'linux-arm64-musl': { os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
    'win32-x64': { os: ['win32'], cpu: ['x64'] },
    'win32-arm64': { os: ['win32'], cpu: ['arm64'] },
    'darwin-x64': { os: ['darwin'], cpu: ['x64'] },
    'darwin-arm64': { os: ['darwin'], cpu: ['arm64'] },
    'freebsd-x64': { os: ['freebsd'], cpu: ['x64'] }
};
const fileFor = platform => ({ win32: 'psutil.dll', darwin: 'libpsutil.dylib' })[platform.split('-')[0]] ?? 'libpsutil.so';
const here = `${process.platform}-${process.arch}=${path.join(checkout, 'build/libpsutil.so')}`;
const libraries = Object.fromEntries((process.argv.length > 3 ? process.argv.slice(3) : [here]).map(argument => argument.split(/=(.*)/s)));
const packageFor = platform => `@libpsutil/${platform}`;

function pack(manifest, files) {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'psutil-pack-'));
    try {
        for (const [name, from] of Object.entries(files)) {
            fs.cpSync(fs.realpathSync(from), path.join(directory, name), { recursive: true });
        }
        fs.writeFileSync(path.join(directory, 'package.json'), `${JSON.stringify(manifest, null, 4)}\n`);
        const output = execFileSync('npm', ['pack', '--json', '--pack-destination', destination], { cwd: directory, encoding: 'utf8' });
        const [{ filename }] = JSON.parse(output);
        console.log(path.join(destination, filename));
    } finally {
        fs.rmSync(directory, { recursive: true });
    }
}

fs.mkdirSync(destination, { recursive: true });
const documents = Object.fromEntries(
    ['LICENSE', 'THIRD-PARTY-NOTICES', 'packaging/libpsutil.cdx.json'].map(name => [path.basename(name), path.join(checkout, name)])
);

pack(
    {
        ...published,
        files: [...published.files, ...Object.keys(documents)],
        optionalDependencies: Object.fromEntries(Object.keys(libraries).map(platform => [packageFor(platform), version]))
    },
    { ...documents, ...Object.fromEntries(['README.md', ...published.files].map(name => [name, path.join(source, name)])) }
);
for (const [platform, library] of Object.entries(libraries)) {
    pack(
        {
            name: packageFor(platform),
            version,
            description: `The C library of the package libpsutil, for ${platform}`,
            homepage,
            bugs,
            repository,
            license,
            ...platforms[platform],
            files: [fileFor(platform), ...Object.keys(documents)]
        },
        { ...documents, [fileFor(platform)]: library }
    );
}
