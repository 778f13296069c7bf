using System.Text.RegularExpressions;

namespace AzNetHelper.Simulation;

/// <summary>Names of network resources.</summary>
internal static partial class NameRules
{
    public static ArmError? Check(string name) =>
        name.Length <= 80 && ValidName().IsMatch(name) ? null : NetworkErrors.InvalidResourceName.With();

    [GeneratedRegex(@"^\w([\w.-]*\w)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ValidName();
}
