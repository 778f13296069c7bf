using System.Globalization;
using System.Text;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>How well a code and its text are known.</summary>
internal enum Evidence
{
    /// <summary>A recorded exchange has it.</summary>
    Recorded,

    /// <summary>Code and text were quoted in a public issue.</summary>
    Quoted,

    /// <summary>The code is known, the text is ours.</summary>
    CodeKnown,

    /// <summary>The text is known, the code is ours.</summary>
    TextKnown,

    /// <summary>The rule is documented; code and text are ours.</summary>
    Chosen,
}

/// <summary>One kind of refusal; the message holds its ids and names as {0}, {1} ...</summary>
internal sealed record ErrorTemplate(int Status, string Code, Evidence Evidence, string Message)
{
    private readonly CompositeFormat _format = CompositeFormat.Parse(Message);

    public bool ByFrontDoor { get; init; }

    /// <summary>The message stands before the code, and there are no details.</summary>
    public bool MessageFirst { get; init; }

    /// <summary>The outer error that wraps this one as its only detail, for example <c>RetryableError</c>.</summary>
    public ErrorTemplate? Within { get; init; }

    public ArmError With(params ReadOnlySpan<object?> values)
    {
        var message = string.Format(CultureInfo.InvariantCulture, _format, values.ToArray());
        return Within is null
            ? new(Status, Code, message) { ByFrontDoor = ByFrontDoor, MessageFirst = MessageFirst }
            : new(Status, Within.Code, Within.Message)
            {
                ByFrontDoor = ByFrontDoor,
                Details = [new ArmErrorDetail(Code, message)],
            };
    }
}
