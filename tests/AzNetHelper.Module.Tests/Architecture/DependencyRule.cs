namespace AzNetHelper.Tests.Architecture;

/// <summary>
/// Who may know whom. AzNetHelper -> Core, Simulation; Simulation -> Core; Azure -> Core; Core -> nothing. PowerShell in the
/// cmdlets and the edges that host it, the Azure SDK in its adapter alone.
/// </summary>
internal static class DependencyRule
{
    private static readonly Dictionary<string, string[]> s_mayReference = new(StringComparer.Ordinal)
    {
        ["AzNetHelper.Core"] = [],
        ["AzNetHelper.Simulation"] = ["AzNetHelper.Core"],
        ["AzNetHelper.Azure"] = ["AzNetHelper.Core"],
        ["AzNetHelper"] = ["AzNetHelper.Core", "AzNetHelper.Simulation"],
        ["AzNetHelper.Console"] = [],
        ["AzNetHelper.HelpBuilder"] = [],
        ["AzNetHelper.SimulationServer"] = ["AzNetHelper.Core", "AzNetHelper.Simulation"],
    };

    private static readonly string[] s_mayKnowPowerShell = ["AzNetHelper", "AzNetHelper.Console", "AzNetHelper.HelpBuilder"];

    // PowerShell brings it at run time.
    private const string Pkcs = "System.Security.Cryptography.Pkcs";

    public static IEnumerable<string> Violations(ProjectFacts project)
    {
        if (!s_mayReference.TryGetValue(project.Name, out var allowed))
        {
            yield return $"{project.Name} has no place in the rule: give it one.";
            yield break;
        }

        foreach (var reference in project.Projects.Concat(project.Assemblies).Concat(project.Packages).Distinct(StringComparer.Ordinal))
        {
            if (IsOurs(reference) && !allowed.Contains(reference, StringComparer.Ordinal))
            {
                yield return $"{project.Name} may not reference {reference}.";
            }

            if (IsPowerShell(reference) && !s_mayKnowPowerShell.Contains(project.Name, StringComparer.Ordinal))
            {
                yield return $"{project.Name} may not know PowerShell, and references {reference}.";
            }

            if (IsAzureSdk(reference) && project.Name != "AzNetHelper.Azure")
            {
                yield return $"{project.Name} may not know the Azure SDK, and references {reference}.";
            }
        }

        if (project.Name is "AzNetHelper.Core" or "AzNetHelper.Simulation")
        {
            foreach (var foreign in project.Assemblies.Where(a => !IsOurs(a) && !IsFramework(a)).Concat(project.Packages).Where(p => p != Pkcs))
            {
                yield return $"{project.Name} stands on .NET alone, and references {foreign}.";
            }
        }
    }

    private static bool IsOurs(string name) =>
        name == "AzNetHelper" || name.StartsWith("AzNetHelper.", StringComparison.Ordinal);

    private static bool IsPowerShell(string name) =>
        name is "System.Management.Automation" or "PowerShellStandard.Library"
        || name.StartsWith("Microsoft.PowerShell.", StringComparison.Ordinal);

    private static bool IsAzureSdk(string name) =>
        name is "System.ClientModel" or "System.Memory.Data"
        || name.StartsWith("Azure.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Identity", StringComparison.Ordinal);

    private static bool IsFramework(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));
}
