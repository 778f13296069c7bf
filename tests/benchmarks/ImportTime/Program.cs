using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

// Prints the milliseconds that one Import-Module takes in a new process. The engine is warmed by a command first, so that
// its own start is not part of the number.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using (var warm = PowerShell.Create(runspace))
{
    warm.AddCommand("Import-Module").AddParameter("Name", "no-such-module").AddParameter("ErrorAction", "Ignore").Invoke();
    warm.Commands.Clear();
    warm.AddCommand("Get-Module").Invoke();
}

using var import = PowerShell.Create(runspace);
import.AddCommand("Import-Module").AddParameter("Name", args[0]).AddParameter("ErrorAction", "Stop");
var start = Stopwatch.GetTimestamp();
import.Invoke();
var elapsed = Stopwatch.GetElapsedTime(start);
Console.WriteLine(elapsed.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture));
