namespace AzNetHelper.Rights;

/// <summary>Actions with <c>*</c> for any run of characters, as role definitions write them; case does not count.</summary>
public static class ActionPattern
{
    /// <summary>True when the pattern stands for the action.</summary>
    public static bool Matches(string pattern, string action)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(action);

        // Of two stars only the last can have to take more: what stands before it has matched at its earliest place.
        int at = 0, next = 0, star = -1, resume = 0;
        while (at < action.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                (star, resume) = (next++, at);
            }
            else if (next < pattern.Length && char.ToUpperInvariant(pattern[next]) == char.ToUpperInvariant(action[at]))
            {
                (next, at) = (next + 1, at + 1);
            }
            else if (star >= 0)
            {
                (next, at) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(next).IndexOfAnyExcept('*') < 0;
    }
}
