/** The engine has no such queries; the message says why. */
final class Cannot extends RuntimeException {
  Cannot(String why) {
    super(why);
  }
}
