using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AzNetHelper.Simulation.Tests.Replay;

namespace AzNetHelper.Simulation.Tests;

/// <summary>The catalogue of errors against the collected bodies, and against what the README owns up to.</summary>
public sealed class CatalogueTests
{
    // Resource types that the simulation does not have, and an error that the service stopped giving in 2021.
    private static readonly string[] NotRaised =
    [
        "VnetAddressSpaceCannotChangeDueToPeerings",
        "InUseNetworkSecurityGroupCannotBeDeleted", "InUseNatGatewayCannotBeDeleted", "VnetInUse",
    ];

    private static readonly ErrorTemplate[] All =
        [.. new[] { typeof(FrontDoorErrors), typeof(PeeringErrors), typeof(NetworkErrors), typeof(ConcurrencyErrors),
            typeof(VpnErrors), typeof(ClientErrors), typeof(ServiceErrors), typeof(CircuitErrors),
            typeof(NetworkManagerErrors) }
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(p => p.PropertyType == typeof(ErrorTemplate)).Select(p => (ErrorTemplate)p.GetValue(null)!)];

    [Fact]
    public void Collected_errors_have_the_code_the_status_and_the_text_of_the_catalogue()
    {
        var checks = 0;
        foreach (var row in Traces.Read("errors.jsonl"))
        {
            var error = row.ResponseBody!["error"]!;
            var code = (string)error["code"]!;
            var (inner, message) = error["details"] is System.Text.Json.Nodes.JsonArray { Count: > 0 } details
                ? ((string)details[0]!["code"]!, (string)details[0]!["message"]!)
                : (code, (string)error["message"]!);
            if (NotRaised.Contains(code) || message.Contains("address pool overlaps", StringComparison.Ordinal))
            {
                continue;
            }

            checks++;
            var candidates = All.Where(t => code == "<unknown>" || t.Code == inner).ToArray();
            Assert.True(candidates.Length > 0, $"{code} is not in the catalogue");
            if (message is "<unknown>")
            {
                continue;
            }

            var fitting = candidates.Where(t => Pattern(t).IsMatch(message)).ToArray();
            Assert.True(fitting.Length > 0
                || Shortened.Contains(code == "<unknown>" ? message : code), $"{code}: {message}");
            Assert.All(fitting.Where(_ => row.Json["status"] is not null && row.Status >= 400 && code == inner),
                t => Assert.Equal(row.Status, t.Status));
        }

        Assert.Equal(25, checks);
    }

    // Bodies whose text the collector gives in a shortened or an older form.
    private static readonly string[] Shortened =
    [
        "AnotherPeeringAlreadyReferencesRemoteVnet", "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", "RetryableError",
        "<peering name> cannot have UseRemoteGateways flag set to true, because corresponding remote peering has "
        + "AllowGatewayTransit flag set to false.",
        "Subnet reference is required for ipconfiguration",
    ];

    [Fact]
    public void Whatever_is_our_choice_stands_in_the_readme()
    {
        var readme = File.ReadAllText(Readme());
        var ours = All.Where(t => t.Evidence is Evidence.Chosen or Evidence.TextKnown).Select(t => t.Code)
            .Concat(ServiceTypes.All.Select(t => t.Words).Where(w => w?.Evidence is Evidence.Chosen).Select(w => w!.Code)).ToArray();

        Assert.NotEmpty(ours);
        Assert.All(ours, code => Assert.Contains($"`{code}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Codes_are_unique_but_for_one_code_with_several_texts()
    {
        string[] several = ["InvalidJson", "InvalidResourceType", "LinkedAuthorizationFailed", "NotFound", "PreconditionFailedEtagMismatch", "ResourceNotFound"];
        Assert.Equal(several.Order(), All.GroupBy(t => t.Code).Where(g => g.Skip(1).Any()).Select(g => g.Key).Order());
    }

    private static Regex Pattern(ErrorTemplate template) => new(
        "^" + Regex.Replace(Regex.Escape(
            template.Message.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)),
            @"\\\{\d}", ".+") + "$", RegexOptions.CultureInvariant);

    private static string Readme([CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "AzNetHelper.Simulation", "README.md"));
}
