using System.Collections.Immutable;

namespace AzNetHelper.Hosting;

/// <summary>
/// A cloud of Azure: where its resource manager answers, for whom its tokens are made, where one signs in. Source: the
/// tables of Azure SDK for .NET, ArmEnvironment (endpoint, audience) and AzureAuthorityHosts (authority).
/// </summary>
internal sealed record AzureCloud(string Name, Uri Endpoint, string Audience, Uri Authority)
{
    public const string Public = "AzureCloud";
    public const string China = "AzureChinaCloud";
    public const string UsGovernment = "AzureUSGovernment";

    public static ImmutableArray<AzureCloud> All { get; } =
    [
        new(Public, new("https://management.azure.com/"), "https://management.azure.com/",
            new("https://login.microsoftonline.com/")),
        new(China, new("https://management.chinacloudapi.cn/"), "https://management.chinacloudapi.cn",
            new("https://login.chinacloudapi.cn/")),
        new(UsGovernment, new("https://management.usgovcloudapi.net/"), "https://management.usgovcloudapi.net",
            new("https://login.microsoftonline.us/")),
    ];

    public static AzureCloud? Find(string? name) =>
        All.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
}
