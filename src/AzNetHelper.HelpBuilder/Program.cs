using System.Reflection;
using System.Text;
using System.Xml;
using AzNetHelper.HelpBuilder;

// Nothing here starts the engine; should that change, it still posts nothing.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
if (args is not [var assemblyFile, var sourceFolder, var helpFile])
{
    await Console.Error.WriteLineAsync("Usage: AzNetHelper.HelpBuilder <cmdlets.dll> <folder of the sources> <file to write>");
    return 2;
}

var cmdlets = CmdletReader.Read(Assembly.LoadFrom(Path.GetFullPath(assemblyFile)));
var (commands, errors) = HelpSources.Match(cmdlets, Path.GetFullPath(sourceFolder));
foreach (var error in errors)
{
    await Console.Error.WriteLineAsync(error.ToString());
}

if (errors.Count > 0)
{
    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(helpFile))!);
using var writer = XmlWriter.Create(helpFile, new() { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
MamlWriter.Write(commands).Save(writer);
return 0;
