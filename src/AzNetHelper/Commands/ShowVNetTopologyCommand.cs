using System.Globalization;
using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Shows networks: in the browser, or as a tree where there is none.</summary>
[Cmdlet(VerbsCommon.Show, "VNetTopology")]
[OutputType(typeof(string))]
public sealed class ShowVNetTopologyCommand : TopologyQuestionCommand
{
    private PictureRequest _wanted = new();
    private string? _whyTree;

    [Parameter]
    public PictureView View { get; set; }

    [Parameter]
    [PlanInput]
    public object? Plan { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Source { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Destination { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    [Parameter]
    public SwitchParameter Tree { get; set; }

    protected override void EndProcessing()
    {
        _wanted = this.ToPicture(View, Title, Plan, (Source, Destination));
        _whyTree = Tree ? "-Tree was given" : Browser.Around(this).WhyNoBrowser;
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var topology = NeedsSession ? await _wanted.ReadAsync(Open(steps), Survey, steps, stop) : await LoadAsync(steps, stop);
        if (topology is null || _wanted.Of(topology, steps) is not { } picture)
        {
            return;
        }

        if (_whyTree is not null)
        {
            steps.Notice(NoticeSeverity.Detail, "TreeInstead", $"A tree instead of the browser: {_whyTree}.");
            WriteTree(picture, steps);
            return;
        }

        string file;
        try
        {
            file = ShownPicture.Write(picture, topology, stop);
        }
        catch (TopologyFileException e)
        {
            steps.Notice(NoticeSeverity.Warning, e.Id, $"{e.Message} Here is the tree.");
            WriteTree(picture, steps);
            return;
        }

        stop.ThrowIfCancellationRequested();
        if (await Browser.OpenAsync(file, stop) is { } why)
        {
            steps.Notice(NoticeSeverity.Warning, "BrowserNotOpened", $"{file} was written, but {why}. Here is the tree.");
            WriteTree(picture, steps);
            return;
        }

        steps.Notice(NoticeSeverity.Information, "BrowserOpened", $"{file} was opened.");
    }

    private static void WriteTree(Picture picture, StepWriter steps)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        TreePicture.Write(picture, text, CanShowBranches());
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            steps.Result(line);
        }
    }

    // An encoding that has the signs gives them back.
    private static bool CanShowBranches()
    {
        const string Signs = "├─│└";
        var encoding = Console.OutputEncoding;
        return encoding.GetString(encoding.GetBytes(Signs)) == Signs;
    }
}
