using AzNetHelper.Console;

// Before anything touches the engine: its first use would post to the internet.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
return Entry.Run(args);
