using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;

namespace AzNetHelper.Support;

/// <summary>
/// A name that can be completed: what is inserted, what is shown beside it, and what else may be typed for it.
/// </summary>
internal record CompletableName(string Text, string Tooltip, string? Alias = null)
{
    public bool StartsWith(string prefix) => Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        || Alias?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>
/// The base of completers that ask Azure for names: by prefix, quoted where needed, kept per session for a minute,
/// silent when anything fails, and never slower than a person's patience.
/// </summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private static readonly ConditionalWeakTable<AzNetSession, Cache> Caches = [];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        // What is named for the other end of a tunnel lies in the other end's tenant.
        var session = (string.Equals(parameterName, "Gateway2", StringComparison.OrdinalIgnoreCase) ? Bound("Session2") : null)
            ?? Bound("Session") ?? RunspaceSession.Current;
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var names = Given(fakeBoundParameters) ?? (session is { IsOpen: true } ? Names(session) : []);
        return names.Where(n => n.StartsWith(prefix) && IsOffered(n, prefix) && Fits(n, fakeBoundParameters))
            .OrderBy(n => n.Text, StringComparer.OrdinalIgnoreCase)
            .Select(n => new CompletionResult(Quoted(n.Text), n.Text, CompletionResultType.ParameterValue, n.Tooltip));

        AzNetSession? Bound(string name) => fakeBoundParameters?[name] is var given && given is PSObject wrapped
            ? wrapped.BaseObject as AzNetSession : given as AzNetSession;
    }

    /// <summary>The names in what was given with the command; null where nothing was, and the session is asked.</summary>
    private protected virtual ImmutableArray<CompletableName>? Given(IDictionary? bound) => null;

    /// <summary>False for a name that would only be in the way of what is typed.</summary>
    private protected virtual bool IsOffered(CompletableName name, string typed) => true;

    /// <summary>False for a name that does not go with what else was given.</summary>
    private protected virtual bool Fits(CompletableName name, IDictionary? bound) => true;

    /// <summary>Asks for the names.</summary>
    private protected abstract Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken);

    private ImmutableArray<CompletableName> Names(AzNetSession session)
    {
        var cache = Caches.GetOrCreateValue(session);
        if (cache.Names.TryGetValue(GetType(), out var kept) && kept.Until > session.Now)
        {
            return kept.Names;
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // No caller: whoever presses Tab is not to be asked to sign in.
            var names = Task.Run(() => FindAsync(session, patience.Token), patience.Token)
                .WaitAsync(Patience).GetAwaiter().GetResult();
            cache.Names = cache.Names.SetItem(GetType(), (session.Now + Freshness, names));
            return names;
        }
        catch (Exception e) when (e is ArmException or OperationCanceledException or TimeoutException
            or System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            return [];
        }
    }

    private async Task<ImmutableArray<CompletableName>> FindAsync(AzNetSession session, CancellationToken cancellationToken)
    {
        using var use = session.Use();
        return await FindAsync(use.Open(new ArmCaller()), cancellationToken);
    }

    private static string Quoted(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':')
        ? name
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    private sealed class Cache
    {
        public ImmutableDictionary<Type, (DateTimeOffset Until, ImmutableArray<CompletableName> Names)> Names { get; set; } =
            ImmutableDictionary<Type, (DateTimeOffset, ImmutableArray<CompletableName>)>.Empty;
    }
}

/// <summary>Completes subscription ids.</summary>
public sealed class SubscriptionCompleter : NameCompleter
{
    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(
        IArm arm, CancellationToken cancellationToken) =>
        [.. (await SubscriptionList.ReadAsync(arm, cancellationToken)).Select(s => new CompletableName(s.Id, s.Name, s.Name))];
}
