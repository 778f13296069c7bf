using System.Management.Automation;
using AzNetHelper.Placement;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Tells what services ask of the subnet that they are deployed into.</summary>
[Cmdlet(VerbsCommon.Get, "VNetServiceRequirement")]
[OutputType(typeof(ServiceRequirement))]
public sealed class GetVNetServiceRequirementCommand : AzNetCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[] Service { get; set; } = ["*"];

    protected override void ProcessRecord()
    {
        foreach (var name in Service)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            var found = ServiceCatalogue.All.Where(s => pattern.IsMatch(s.Service)).ToArray();
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                this.WriteFailure(new("ServiceUnknown", FailureKind.InvalidArgument, $"'{name}' is no service that this module knows: "
                    + $"{string.Join(", ", ServiceCatalogue.All.Select(s => s.Service))}.", name));
            }
        }
    }
}
