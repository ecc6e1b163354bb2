"""Builds and runs the image with Debian's buildah and podman, without a registry and without a daemon.

The base image is made by debootstrap, and imported under the name that the Containerfile asks for. All is kept in
`var/image`, so that a second run begins at the first changed layer. Needs root.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from dashboard import __version__

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "image"
BASE = "docker.io/library/debian:bookworm-slim"
IMAGE = "localhost/quo-numbers"
TOOLS = ("debootstrap", "buildah", "podman", "runc")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
STORAGE = ("--root", f"{KEPT}/storage", "--runroot", f"{KEPT}/run", "--storage-driver", "overlay")
PODMAN = ("podman", *STORAGE, "--cgroup-manager", "cgroupfs", "--runtime", shutil.which("runc") or "runc")
# As compose.yaml runs them. The limits of processes and files are what runc may set without more rights.
CONFINED = (
    "--network", "host", "--ulimit", "nofile=20000:20000", "--ulimit", "nproc=1000:1000",
    "--read-only", "--read-only-tmpfs=false", "--tmpfs", "/tmp",  # noqa: S108 - in the container
    "--cap-drop", "all", "--security-opt", "no-new-privileges",
)  # fmt: skip


def missing() -> str:
    """What stands in the way of a run, in words. Empty where nothing does."""
    if os.geteuid() != 0:
        return "it needs root"
    tools = [tool for tool in TOOLS if not shutil.which(tool)]
    return f"{' '.join(tools)} not installed" if tools else ""


def call(*command: str, timeout: float = 600) -> str:
    result = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=ROOT, capture_output=True, text=True, timeout=timeout
    )
    assert result.returncode == 0, f"{' '.join(command)}\n{result.stdout[-3000:]}{result.stderr[-3000:]}"
    return result.stdout


def podman(*arguments: str, timeout: float = 120) -> str:
    return call(*PODMAN, *arguments, timeout=timeout)


def run(*arguments: str, options: tuple[str, ...] = ()) -> str:
    """What a command in a container of its own prints. The container is gone afterwards."""
    return podman("run", "--rm", *CONFINED, *options, IMAGE, *arguments)


def inspect(name: str) -> dict[str, Any]:
    (found,) = json.loads(podman("inspect", name))
    return dict(found)


def build() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    if BASE not in podman("images", "--format", "{{.Repository}}:{{.Tag}}").split():
        make_base()
    # Where a company's proxy signs certificates of its own, pip has to know that.
    (KEPT / "pip.conf").write_text("[global]\ncert = /etc/machine-certificates\n")
    volumes = (f"{KEPT}/pip.conf:/etc/pip.conf:ro", f"{CERTIFICATES}:/etc/machine-certificates:ro")
    mounts = [part for volume in volumes for part in ("--volume", volume)]
    call(
        "buildah", *STORAGE, "bud", "--isolation", "chroot", "--pull-never", "--layers", "--format", "docker",
        "--ulimit", "nofile=20000:20000", *mounts, "--build-arg", f"VERSION={__version__}",
        "--file", "Containerfile", "--tag", IMAGE, ".",
    )  # fmt: skip


def make_base() -> None:
    """Debian's smallest system, less what the slim image leaves out, too."""
    system = KEPT / "debian"
    shutil.rmtree(system, ignore_errors=True)
    call("debootstrap", "--variant=minbase", "bookworm", str(system))
    for pattern in ("var/cache/apt/archives/*.deb", "var/lib/apt/lists/*", "usr/share/doc/*", "usr/share/man/*",
                    "usr/share/info/*", "usr/share/locale/*"):  # fmt: skip
        for path in system.glob(pattern):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    archive = KEPT / "debian.tar"
    call("tar", "--directory", str(system), "--create", "--file", str(archive), ".")
    podman("import", str(archive), BASE)
    archive.unlink()
    shutil.rmtree(system)
