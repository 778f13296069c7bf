using System.Management.Automation;
using System.Security;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Support;

/// <summary>Asks a person for a password; where nobody can be asked, it is a clear error instead.</summary>
internal static class PasswordPrompt
{
    private const int Attempts = 3;

    /// <summary>The password of what is there.</summary>
    /// <param name="cmdlet">The command that needs it.</param>
    /// <param name="of">What it opens.</param>
    /// <param name="parameter">The parameter that it can be given by.</param>
    public static SecureString AskPassword(this PSCmdlet cmdlet, string of, string parameter) => Read(cmdlet, $"Password of {of}: ", of, parameter);

    /// <summary>A new password, which is typed twice.</summary>
    /// <param name="cmdlet">The command that needs it.</param>
    /// <param name="of">What it will protect.</param>
    /// <param name="parameter">The parameter that it can be given by.</param>
    public static SecureString AskNewPassword(this PSCmdlet cmdlet, string of, string parameter)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var first = Read(cmdlet, $"New password for {of}: ", of, parameter);
            using var second = Read(cmdlet, "The same again: ", of, parameter);
            if (first.Length > 0 && ConnectionKey.Same(first, second))
            {
                return first;
            }

            cmdlet.Host.UI.WriteLine(first.Length == 0 ? "A password has at least one character." : "These were two different passwords.");
            first.Dispose();
        }

        throw cmdlet.RefuseArgument("PasswordNotRepeated", $"No password for {of} was typed twice alike. Nothing was written. Give it with -{parameter}.", of);
    }

    private static SecureString Read(PSCmdlet cmdlet, string prompt, string of, string parameter)
    {
        try
        {
            cmdlet.Host.UI.Write(prompt);
            return cmdlet.Host.UI.ReadLineAsSecureString() ?? throw new PipelineStoppedException();
        }
        catch (Exception e) when (ChangeConfirmation.CannotAsk(e))
        {
            throw cmdlet.Terminate(new("PasswordNeeded", FailureKind.InvalidArgument,
                $"A password is needed for {of}, and nobody can be asked here. Nothing was written. Give it with -{parameter}.", of)
            {
                Cause = e,
                RecommendedAction = $"Use -{parameter}.",
            });
        }
    }
}
