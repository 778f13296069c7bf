namespace AzNetHelper.Simulation;

/// <summary>The way in for HttpClient: faults, the clock's notice, the log; the rest is the front door's.</summary>
internal sealed class SimulationHandler(AzureSimulation simulation) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clock = simulation.Options.Time as JumpingTimeProvider;
        clock?.RequestStarts();
        try
        {
            var body = request.Content is null
                ? []
                : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var path = request.RequestUri?.AbsolutePath ?? string.Empty;
            var faults = simulation.Faults.Match(request.Method.Method, path);
            foreach (var delay in faults.OfType<Fault.Delays>())
            {
                await WaitAsync(clock, delay.By, cancellationToken).ConfigureAwait(false);
            }

            return Answer(request, body, faults.FirstOrDefault(f => f is not Fault.Delays));
        }
        finally
        {
            clock?.RequestEnds();
        }
    }

    /// <summary>The synchronous way of HttpClient.Send; a declared delay needs the asynchronous one.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clock = simulation.Options.Time as JumpingTimeProvider;
        clock?.RequestStarts();
        try
        {
            using var body = new MemoryStream();
            request.Content?.CopyTo(body, context: null, cancellationToken);
            var path = request.RequestUri?.AbsolutePath ?? string.Empty;
            var faults = simulation.Faults.Match(request.Method.Method, path);
            return faults.Any(f => f is Fault.Delays)
                ? throw new NotSupportedException("A delay was declared: send the request with SendAsync.")
                : Answer(request, body.ToArray(), faults.FirstOrDefault());
        }
        finally
        {
            clock?.RequestEnds();
        }
    }

    // A request that waits is no reason for the clock to stand still.
    private async Task WaitAsync(JumpingTimeProvider? clock, TimeSpan by, CancellationToken cancellationToken)
    {
        clock?.RequestEnds();
        try
        {
            await Task.Delay(by, simulation.Options.Time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            clock?.RequestStarts();
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body, Fault? fault)
    {
        var answer = fault switch
        {
            Fault.DropsBefore => null,
            Fault.Answers given => Faults.ToAnswer(given),
            _ => simulation.Handle(request, body, fault),
        };
        var lost = answer is null || fault is Fault.DropsAfter;
        simulation.Record(request, body, lost ? 0 : answer!.Status);
        return lost
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was dropped.",
                new IOException("The connection was dropped by a declared fault."))
            : answer!.ToResponse(request);
    }
}
