package io.sluice.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;

/**
 * A function has no result for its arguments. CEL writes the arguments into the message of any
 * other exception. These are values of the event, which can have any size.
 */
final class FunctionFailure extends CelRuntimeException {

  private FunctionFailure(RuntimeException cause) {
    super(cause, CelErrorCode.INTERNAL_ERROR);
  }

  /** The same functions, but they fail with this exception. */
  static List<CelFunctionBinding> guard(List<CelFunctionBinding> bindings) {
    // what is not strict takes errors as arguments, and has none of its own
    return bindings.stream().map(binding -> binding.isStrict() ? guard(binding) : binding).toList();
  }

  @SuppressWarnings("Immutable") // the functions given here keep no state
  private static CelFunctionBinding guard(CelFunctionBinding binding) {
    return CelFunctionBinding.from(
        binding.getOverloadId(),
        binding.getArgTypes(),
        arguments -> {
          try {
            return binding.getDefinition().apply(arguments);
          } catch (CelRuntimeException e) {
            throw e;
          } catch (RuntimeException e) {
            throw new FunctionFailure(e);
          }
        });
  }
}
