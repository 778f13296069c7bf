using AzNetHelper.Arm;
using global::Azure.Core;
using global::Azure.Core.Pipeline;

namespace AzNetHelper.Azure;

/// <summary>The SDK's pipeline as this module uses it.</summary>
internal static class ArmPipeline
{
    // Measures the network, which does not run on the session's clock, so this one is real time.
    private static readonly TimeSpan ExchangeTimeout = TimeSpan.FromSeconds(100);

    public static HttpPipeline Build(ArmConnection connection, HttpPipelineTransport transport, SessionTokens tokens,
        SessionTenants tenants, CurrentCaller current) => HttpPipelineBuilder.Build(OptionsOf(transport),
            perCallPolicies: [new UserAgentPolicy(connection.UserAgent)],
            perRetryPolicies: [new TokenPolicy(tokens, tenants, connection), new ExchangePolicy(current, connection.Time)],
            new ResponseClassifier());

    /// <summary>The same without a token: for what lies elsewhere, at an address that is signed itself.</summary>
    public static HttpPipeline BuildWithoutToken(ArmConnection connection, HttpPipelineTransport transport) => HttpPipelineBuilder.Build(
        OptionsOf(transport), perCallPolicies: [new UserAgentPolicy(connection.UserAgent)], perRetryPolicies: [], new ResponseClassifier());

    private static Options OptionsOf(HttpPipelineTransport transport)
    {
        var options = new Options { Transport = transport };
        // The SDK re-sends a PUT whose answer was lost, and waits on the machine's clock: the sender retries instead.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = ExchangeTimeout;
        // Its log cannot be redacted by member; the trace is ours.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        // Its user agent allows 24 characters of ours; the header is set below.
        options.Diagnostics.IsTelemetryEnabled = false;
        return options;
    }

    private sealed class Options : ClientOptions;

    private sealed class UserAgentPolicy(string userAgent) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) =>
            message.Request.Headers.SetValue("User-Agent", userAgent);
    }
}
