"""Sets a fault of Debian's Azure CLI right from outside: put this folder on PYTHONPATH.

Debian's azure-cli 2.45.0 asks for Microsoft.Network 2022-01-01, and the azure-mgmt-network beside it brings 2022-07-01 as
the only version of that year: every `az network` command ends with "'NoneType' object has no attribute
'standard_medium'". When the CLI loads its table of SDK profiles, this points the entry at the version that is there. A
CLI without the fault is left alone, and so is every other Python program.
"""
import importlib.abc
import importlib.util
import sys

TABLE = "azure.cli.core.profiles._shared"


def mend(shared):
    profile = shared.AZURE_API_PROFILES["latest"]
    network = shared.ResourceType.MGMT_NETWORK
    if profile[network] == "2022-01-01" and importlib.util.find_spec("azure.mgmt.network.v2022_01_01") is None:
        profile[network] = "2022-07-01"


class Mended(importlib.abc.Loader):
    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
        mend(module)


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != TABLE:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = Mended(spec.loader)
        return spec


sys.meta_path.insert(0, Finder())
