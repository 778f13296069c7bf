using AzNetHelper.Devices;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Tests.Devices;
using AzNetHelper.Tests.Devices.Syntax;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute.Routers;

/// <summary>
/// The text for each router and each kind of circuit: what the vendor's syntax allows, and what was read through once
/// (tests/data/routers; AZNETHELPER_REWRITE=1 writes it anew).
/// </summary>
public sealed class RouterTests
{
    public static TheoryData<string, string> Suited()
    {
        var suited = new TheoryData<string, string>();
        foreach (var template in RouterEstate.Templates.All)
        {
            foreach (var name in RouterCases.All.Keys.Where(n => n != "qinq" || template.Supports.Contains("qinq")))
            {
                suited.Add(template.Name, name);
            }
        }

        return suited;
    }

    [Theory]
    [MemberData(nameof(Suited))]
    public void Is_what_was_read_through(string device, string name)
    {
        var configuration = RouterCases.All[name].Write(device);
        var folder = Path.Combine(DeviceEstate.Root(), "tests", "data", "routers", $"{device}-{name}");
        var files = configuration.Files.Select(f => (f.Name, f.Text))
            .Append(("steps.txt", string.Concat(configuration.NextSteps.Select(s => s + "\n")))).ToArray();
        if (Environment.GetEnvironmentVariable("AZNETHELPER_REWRITE") == "1")
        {
            Directory.CreateDirectory(folder);
            Array.ForEach(files, f => File.WriteAllText(Path.Combine(folder, f.Item1), f.Item2));
        }

        Assert.Equal(files.Select(f => f.Item1).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(files, f => Assert.Equal(File.ReadAllText(Path.Combine(folder, f.Item1)).ReplaceLineEndings("\n"), f.Item2));
    }
}
