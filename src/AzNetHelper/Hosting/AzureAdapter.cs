using AzNetHelper.Arm;

namespace AzNetHelper.Hosting;

/// <summary>The adapter to the Azure SDK, loaded by name on first use, once for this module.</summary>
internal static class AzureAdapter
{
    private const string AssemblyName = "AzNetHelper.Azure";
    private const string ConnectorType = "AzNetHelper.Azure.AzureArmConnector";

    private static readonly Lazy<IArmConnector> Loaded = new(Load);

    public static IArmConnector Connector => Loaded.Value;

    private static IArmConnector Load()
    {
        var home = Path.GetDirectoryName(typeof(AzureAdapter).Assembly.Location)!;
        var path = Path.Combine(home, "dependencies", AssemblyName + ".dll");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The module is not complete: '{path}' is missing. Install it again.", path);
        }

        var assembly = new AzureLoadContext(path, typeof(IArmConnector).Assembly).LoadFromAssemblyPath(path);
        return (IArmConnector)Activator.CreateInstance(assembly.GetType(ConnectorType, throwOnError: true)!)!;
    }
}
