using System.Reflection;
using System.Runtime.Loader;

namespace AzNetHelper.Hosting;

/// <summary>
/// The Azure SDK's own room: assemblies of the module's dependencies/ folder, whatever versions of them others
/// (Az.Accounts for one) have loaded elsewhere. The core is shared with the module, so that the port's types are the
/// same on both sides; what the folder does not hold comes from where the runtime finds it. No hook is set for the
/// process.
/// </summary>
internal sealed class AzureLoadContext(string assemblyPath, Assembly core)
    : AssemblyLoadContext("AzNetHelper.Azure", isCollectible: false)
{
    // It reads AzNetHelper.Azure.deps.json: a look-up by file name would miss runtimes/<rid>/.
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        string.Equals(assemblyName.Name, core.GetName().Name, StringComparison.OrdinalIgnoreCase) ? core
        : _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
        : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
