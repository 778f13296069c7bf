using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Reading;

/// <summary>What has been read so far, from several requests at once: documents, and the gaps between them.</summary>
internal sealed class Harvest(IArm arm, StepWriter steps, int throttleLimit)
{
    private const string Activity = "Reading networks";
    private const string InvalidAnswer = "InvalidAnswer";

    // About two thousand VNets of some subnets.
    private const int PlainBytes = 16_000_000;

    private readonly ConcurrentDictionary<ResourceId, ReadDocument> _documents = new();
    private readonly ConcurrentDictionary<TopologyGap, byte> _gaps = new();
    private readonly SharedTexts _texts = new(copies: true);
    private long _bytes;

    public IReadOnlyCollection<ResourceDocument> Documents => [.. _documents.Values.Select(d => d.Document)];

    public IReadOnlyCollection<VirtualNetwork> Networks => [.. Values<VirtualNetwork>()];

    public IReadOnlyCollection<TopologyGap> Gaps => [.. _gaps.Keys];

    public ImmutableArray<ExtraDocument> Extras { get; set; } = [];

    public int ThrottleLimit => throttleLimit;

    /// <summary>What the documents of a type say.</summary>
    public IEnumerable<T> Values<T>() => _documents.Values.Select(d => d.Value).OfType<T>();

    public void Remove(ResourceId id) => _documents.TryRemove(id, out _);

    public bool Has(ResourceId id) => _documents.ContainsKey(id);

    public Topology ToTopology(DateTimeOffset readAt) =>
        Topology.Of(_documents.Values, _gaps.Keys.OrderBy(g => g.Scope, StringComparer.Ordinal), Extras, readAt);

    /// <summary>Keeps a document; what cannot be understood is a gap.</summary>
    /// <param name="json">The document, or a row of Resource Graph.</param>
    /// <param name="origin">Where it came from, for a gap.</param>
    /// <param name="keeps">False for one that is not wanted.</param>
    /// <param name="keepsValue">The same, by what the document says; null for a type that is not modelled.</param>
    public void Add(
        ReadOnlyMemory<byte> json, string origin, Func<ResourceId, bool>? keeps = null, Func<object?, bool>? keepsValue = null)
    {
        using var parsed = JsonTape.Read(json, _texts);
        if (parsed.Root.OwnId() is not { } id)
        {
            Gap(origin, InvalidAnswer, "An item without a resource id was answered.");
            return;
        }

        if (keeps?.Invoke(id) == false)
        {
            return;
        }

        try
        {
            // Read from the answer itself: the columns of a row say nothing about the resource, and its type is the id's.
            var value = ArmDocuments.Read(id, parsed.Root);
            if (keepsValue?.Invoke(value) != false)
            {
                _documents[id] = new(Kept(new(id, Shape.OfAnswer(parsed.Root, id))), value);
            }
        }
        catch (InvalidTopologyException e)
        {
            Gap(id.ToString(), InvalidAnswer, e.Message);
        }
    }

    // What few networks take is nothing; of many, the text of each is seldom looked at again, and all of it is too much for
    // an Automation sandbox (400 MB: learn.microsoft.com/azure/automation/automation-runbook-execution).
    private ResourceDocument Kept(ResourceDocument document) =>
        Interlocked.Add(ref _bytes, document.Json.Length) > PlainBytes ? document.Packed() : document;

    public void Gap(string scope, ArmException error) => Gap(scope, error.Code, error.Message);

    public void Gap(string scope, string code, string message)
    {
        if (_gaps.TryAdd(new(scope, code, message), 0))
        {
            steps.Notice(NoticeSeverity.Warning, "NotRead", $"{scope} was not read ({code}): {message}",
                ResourceId.TryParse(scope, out var id) ? id : null);
        }
    }

    public void Progress(string what, int done, int total) => steps.Progress(Activity, what, done, total);

    public void Ended() => steps.ProgressEnded(Activity);

    /// <summary>
    /// Reads resources side by side by a GET each.
    /// </summary>
    /// <param name="ids">What is read; twice the same is read once.</param>
    /// <param name="what">What it is, for the progress.</param>
    /// <param name="isGap">True for an error that leaves a gap; any other ends the reading.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The resources that do not exist (404): gaps too where <paramref name="isGap"/> says so.</returns>
    public async Task<ImmutableArray<ResourceId>> GetAsync(
        IEnumerable<ResourceId> ids, string what, Func<ArmException, bool> isGap, CancellationToken cancellationToken)
    {
        ResourceId[] wanted = [.. ids.Distinct().Order()];
        var missing = new ConcurrentBag<ResourceId>();
        var done = 0;
        await Parallel.ForEachAsync(wanted, Options(cancellationToken), async (id, stop) =>
        {
            try
            {
                var answer = await arm.GetAsync(id.ToString(), ResourceTypes.ApiVersion(id), stop)
                    .ConfigureAwait(false);
                Add(answer.Body, id.ToString());
            }
            catch (ArmException e) when (e.Status == 404 || isGap(e))
            {
                if (e.Status == 404)
                {
                    missing.Add(id);
                }

                if (isGap(e))
                {
                    Gap(id.ToString(), e);
                }
            }

            Progress(what, Interlocked.Increment(ref done), wanted.Length);
        }).ConfigureAwait(false);
        return [.. missing.Order()];
    }

    /// <summary>Replaces a document by one that says the same and more.</summary>
    public void Replace(ResourceDocument document) => _documents[document.Id] = new(document, ArmDocuments.Read(document));

    /// <summary>Reads lists side by side and keeps their items; a list that is refused is a gap.</summary>
    public Task<ImmutableArray<string>> ListAsync(
        IEnumerable<string> paths, string what, Func<ResourceId, bool> keeps, Func<ArmException, bool> isNothing,
        CancellationToken cancellationToken) =>
        ListAsync(paths, what, (item, path) => Add(item, path, keeps), isNothing, cancellationToken);

    /// <summary>Reads lists side by side; a list that is refused is a gap.</summary>
    /// <returns>The lists that were answered.</returns>
    public async Task<ImmutableArray<string>> ListAsync(
        IEnumerable<string> paths, string what, Action<ReadOnlyMemory<byte>, string> take, Func<ArmException, bool> isNothing,
        CancellationToken cancellationToken)
    {
        var answered = new ConcurrentBag<string>();
        string[] wanted = [.. paths];
        var done = 0;
        await Parallel.ForEachAsync(wanted, Options(cancellationToken), async (path, stop) =>
        {
            try
            {
                var pages = arm.ListAsync(path, ResourceTypes.ApiVersionOfList(path), stop);
                await foreach (var page in pages.ConfigureAwait(false))
                {
                    foreach (var item in Shape.Items(page.Body))
                    {
                        take(item, path);
                    }
                }

                answered.Add(path);
            }
            catch (ArmException e) when (LeavesGap(e))
            {
                if (!isNothing(e))
                {
                    Gap(path, e);
                }
            }

            Progress(what, Interlocked.Increment(ref done), wanted.Length);
        }).ConfigureAwait(false);
        return [.. answered];
    }

    /// <summary>
    /// True for an error about one thing, which a survey can go on without. Without an answer, or with a token that is
    /// not taken anywhere, nothing else will come either; a token of the wrong tenant is about one subscription.
    /// </summary>
    public static bool LeavesGap(ArmException error) =>
        error.Status is not (0 or 401) || error.Is("InvalidAuthenticationTokenTenant");

    public ParallelOptions Options(CancellationToken cancellationToken) => new()
    {
        MaxDegreeOfParallelism = throttleLimit,
        CancellationToken = cancellationToken,
    };
}
