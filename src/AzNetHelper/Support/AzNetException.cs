namespace AzNetHelper.Support;

/// <summary>
/// The exception of an error record that stands for an expected failure: it says what happened and what to do next.
/// </summary>
public sealed class AzNetException(string message, Exception? inner = null) : Exception(message, inner);
