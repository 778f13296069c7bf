using System.Management.Automation;

namespace AzNetHelper.Tests.Help;

public enum SampleColour
{
    Red,
    Green,
}

public abstract class SampleBase : PSCmdlet
{
    [Parameter]
    [Alias("TimeoutSec")]
    public int Timeout { get; set; } = 90;
}

/// <summary>A cmdlet whose default set no parameter names.</summary>
[Cmdlet(VerbsCommon.Get, "HelpSample", DefaultParameterSetName = "Default")]
public sealed class SimpleSampleCommand : SampleBase
{
    [Parameter(Mandatory = true, ParameterSetName = "Quick")]
    public SwitchParameter Quick { get; set; }
}

/// <summary>A cmdlet with all that help has to show.</summary>
[Cmdlet(VerbsCommon.Set, "HelpSample", DefaultParameterSetName = "ByName", SupportsShouldProcess = true)]
[OutputType(typeof(Version))]
public sealed class SampleCommand : SampleBase
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "ByName")]
    [SupportsWildcards]
    public string[] Name { get; set; } = null!;

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ById")]
    [Alias("ResourceId")]
    public string Id { get; set; } = null!;

    [Parameter(Position = 1)]
    public SampleColour? Colour { get; set; }

    [Parameter(ParameterSetName = "ById")]
    [Parameter(ParameterSetName = "ByName", Mandatory = true)]
    [ValidateSet("near", "far")]
    public string Place { get; set; } = "near";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter(DontShow = true)]
    public string? Hidden { get; set; }

    public string? NoParameter { get; set; }
}
