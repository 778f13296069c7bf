using System.Runtime.CompilerServices;

namespace AzNetHelper.Tests;

internal static class AssemblySetup
{
    // Before the engine's first use: without it, it posts to the internet.
    [ModuleInitializer]
    internal static void NoTelemetry()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
    }

    [ModuleInitializer]
    internal static void SpeakAnotherLanguage() => TestCulture.Use();
}
