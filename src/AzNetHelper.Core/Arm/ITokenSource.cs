namespace AzNetHelper.Arm;

/// <summary>A connection that can also sign in to another service of its cloud, as the same identity.</summary>
public interface ITokenSource
{
    /// <summary>A token.</summary>
    /// <param name="audience">The scope that it is for, for example <c>https://storage.azure.com/.default</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArmException">The sign-in failed, or the session was opened with a token of its own.</exception>
    Task<ArmToken> GetTokenAsync(string audience, CancellationToken cancellationToken);
}
