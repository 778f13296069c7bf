using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Asks Microsoft's routers and gateways: GETs, and POSTs that change nothing and are answered 202 null with a Location
/// (recorded-behaviour 1.6). What is refused, late or not understood is unknown, with the reason.
/// </summary>
internal sealed class RouterQuestions(IArm arm, TimeSpan patience)
{
    /// <summary>A router that does not tell in this time is not waited for: its answer is unknown then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // A router takes one question after another; another one's is over in seconds.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(10);

    public Task<Told<T>> PostAsync<T>(string path, string apiVersion, string? query, Func<JsonPart, T> read, CancellationToken stop)
        where T : notnull =>
        AskAsync(async each =>
        {
            var operation = await arm.SendAsync(new(ArmVerb.Post, path, apiVersion) { Query = query }, each).ConfigureAwait(false);
            return await arm.WaitAsync(operation, each).ConfigureAwait(false);
        }, read, isPost: true, stop);

    public Task<Told<T>> GetAsync<T>(string path, string apiVersion, Func<JsonPart, T> read, CancellationToken stop)
        where T : notnull => AskAsync(each => arm.GetAsync(path, apiVersion, each), read, isPost: false, stop);

    // Of one POST among many the answer may be lost; it changes nothing, so nothing is in doubt but what it would have told.
    private static bool IsLost(ArmException error) => error.Status == 0 && (error.Is("OperationStatusLost") || error.Is("NoAnswer"));

    private async Task<Told<T>> AskAsync<T>(
        Func<CancellationToken, Task<ArmResponse>> ask, Func<JsonPart, T> read, bool isPost, CancellationToken stop)
        where T : notnull
    {
        using var late = new CancellationTokenSource(patience, arm.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            while (true)
            {
                try
                {
                    var answer = await ask(both.Token).ConfigureAwait(false);
                    using var json = JsonTape.Read(answer.Body);
                    return Told.Of(read(json.Root));
                }
                catch (ArmException e) when (ConflictRules.Of(e) is Conflict.Busy or Conflict.Throttled)
                {
                    await Task.Delay(e.RetryAfter is { } wait && wait > TimeSpan.Zero ? wait : BetweenTries, arm.Time, both.Token).ConfigureAwait(false);
                }
            }
        }
        catch (ArmException e) when (Harvest.LeavesGap(e) || (isPost && IsLost(e)))
        {
            return Told.Unknown<T>($"Azure answered {e.Code}: {e.Message.TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Told.Unknown<T>("there was no answer in time");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or InvalidTopologyException)
        {
            return Told.Unknown<T>($"the answer could not be understood: {e.Message.TrimEnd('.')}");
        }
    }
}
