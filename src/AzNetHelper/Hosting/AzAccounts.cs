using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AzNetHelper.Arm;

namespace AzNetHelper.Hosting;

/// <summary>Who is signed in to Az, and to which cloud and tenant.</summary>
internal sealed record AzSignIn(
    string Account, string? TenantId, string Environment, Uri? Endpoint, string? Audience, Uri? Authority);

/// <summary>
/// The Az.Accounts that this runspace has imported, if it has. It is never loaded by asking: the module list is read
/// and commands are called as objects, so that no command name is looked up. Pipeline thread only.
/// </summary>
internal sealed class AzAccounts(PSCmdlet cmdlet)
{
    private const string ModuleName = "Az.Accounts";

    /// <summary>Az's current sign-in; null when Az.Accounts is not imported here or nobody has signed in.</summary>
    public AzSignIn? Find()
    {
        if (Command("Get-AzContext") is not { } getContext
            || Call("& $args[0] -ErrorAction Ignore", getContext) is not { } context)
        {
            return null;
        }

        return Text(context, "Account", "Id") is { Length: > 0 } account
            ? new(account, Text(context, "Tenant", "Id"), Text(context, "Environment", "Name") ?? AzureCloud.Public,
                Address(context, "ResourceManagerUrl"),
                Text(context, "Environment", "ActiveDirectoryServiceEndpointResourceId"),
                Address(context, "ActiveDirectoryAuthority"))
            : null;
    }

    /// <summary>
    /// A token of the Az session for the scope; older versions answer text, newer ones a SecureString.
    /// </summary>
    /// <exception cref="ArmException">Az is not imported in this runspace, or it gave none
    /// (<c>SignInFailed</c>).</exception>
    public ArmToken GetToken(string scope, string? tenantId)
    {
        var getToken = Command("Get-AzAccessToken") ?? throw Refused(
            "This session signs in through Az.Accounts, which is not imported in this runspace. "
            + "Run Import-Module Az.Accounts here, or connect with another sign-in.", inner: null);
        var audience = scope.EndsWith("/.default", StringComparison.Ordinal) ? scope[..^"/.default".Length] : scope;
        try
        {
            var answer = tenantId is null
                ? Call("& $args[0] -ResourceUrl $args[1] -ErrorAction Stop -WarningAction Ignore", getToken, audience)
                : Call("& $args[0] -ResourceUrl $args[1] -TenantId $args[2] -ErrorAction Stop -WarningAction Ignore",
                    getToken, audience, tenantId);
            return BearerToken.Text(answer?.Properties["Token"]?.Value) is { Length: > 0 } token
                ? new(token, BearerToken.Time(answer!.Properties["ExpiresOn"]?.Value) ?? throw Refused(
                    "Get-AzAccessToken gave a token without saying when it ends.", inner: null))
                : throw Refused("Get-AzAccessToken gave no token. Run Connect-AzAccount again.", inner: null);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw Refused($"Az gave no token: {e.Message} Run Connect-AzAccount again.", e);
        }
    }

    private CommandInfo? Command(string name) =>
        Call("Microsoft.PowerShell.Core\\Get-Module -Name $args[0]", ModuleName)?.BaseObject is PSModuleInfo module
            && module.ExportedCommands.TryGetValue(name, out var command) ? command : null;

    private PSObject? Call(string script, params object[] arguments) =>
        cmdlet.InvokeCommand
            .InvokeScript(script, useNewScope: true, PipelineResultTypes.None, input: null, arguments).FirstOrDefault();

    private static string? Text(PSObject context, string part, string member) =>
        context.Properties[part]?.Value is { } value
            ? PSObject.AsPSObject(value).Properties[member]?.Value?.ToString()
            : null;

    private static Uri? Address(PSObject context, string member) =>
        Uri.TryCreate(Text(context, "Environment", member), UriKind.Absolute, out var uri) ? uri : null;

    private static ArmException Refused(string message, Exception? inner) => new(401, "SignInFailed", message, inner);
}
