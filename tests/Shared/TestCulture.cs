using System.Globalization;

namespace AzNetHelper.Tests;

/// <summary>
/// Data, files and messages are the same everywhere, so each framework's run is under a culture in which carelessness
/// shows:
/// a dotted capital I under tr-TR, a comma in numbers and a point in thousands under de-DE. An environment variable
/// chooses
/// another: AZNETHELPER_TEST_CULTURE=en-US.
/// </summary>
internal static class TestCulture
{
    public const string Default =
#if NET10_0_OR_GREATER
        "tr-TR";
#else
        "de-DE";
#endif

    public static string Name { get; } =
        Environment.GetEnvironmentVariable("AZNETHELPER_TEST_CULTURE") is { Length: > 0 } chosen ? chosen : Default;

    /// <summary>False without ICU, and where the process was told to be invariant.</summary>
    public static bool IsThere { get; } =
        CultureInfo.GetCultures(CultureTypes.SpecificCultures).Any(c => c.Name == "tr-TR" && c.TextInfo.ToUpper('i') == '\u0130');

    public static void Use()
    {
        if (!IsThere)
        {
            return;
        }

        var culture = CultureInfo.GetCultureInfo(Name);
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
    }
}
